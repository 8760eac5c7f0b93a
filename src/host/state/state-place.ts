import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConnectorError } from '../../errors/connector-error.ts';
import { ifThere } from '../files/if-there.ts';
import type { SecretBox } from '../secrets/secret-box.ts';

/** Where the value of a key is kept. */
export interface StatePlace {
  readonly folder: string;
  /** How names of files begin whose keys are the same up to the last slash, whichever box has written them. */
  readonly anyBox: string;
  /** The same for this box. */
  readonly thisBox: string;
  readonly file: string;
}

/**
 * The name of a file has three parts: a hash of the key up to the last slash, a mark of the box, and a keyed hash of
 * the whole key. So what another box has kept shows, and nothing of the rest of the key, which may be guessable.
 */
export function statePlaceOf(folder: string, key: string, box: SecretBox): StatePlace {
  const shown = key.slice(0, key.lastIndexOf('/') + 1);
  const anyBox = `${createHash('sha256').update(shown).digest('base64url').slice(0, 22)}.`;
  const thisBox = `${anyBox}${box.sign('', 'state-box').slice(0, 8)}.`;
  return { folder, anyBox, thisBox, file: join(folder, `${thisBox}${box.sign(key, 'state-name')}`) };
}

/**
 * Reads what is kept at a place, still sealed; `undefined` when there is certainly nothing, of no box.
 *
 * @throws ConnectorError `file-unreadable`; `secret-unreadable` when there is something of another box
 */
export async function readPlace({ folder, anyBox, thisBox, file }: StatePlace): Promise<string | undefined> {
  const sealed = await ifThere(readFile(file, 'utf8'), file);
  if (sealed !== undefined) return sealed;
  const names = (await ifThere(readdir(folder), folder)) ?? [];
  const other = names.find((name) => name.startsWith(anyBox) && !name.startsWith(thisBox) && isValue(name));
  if (other === undefined) return undefined;
  const otherFile = join(folder, other);
  throw new ConnectorError('secret-unreadable', `${otherFile} was kept with another encryption key.`, {
    details: { file: otherFile },
  });
}

/** Locks and what is being written have more parts. */
function isValue(name: string): boolean {
  return name.split('.').length === 3;
}
