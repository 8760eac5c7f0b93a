import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readdir } from 'node:fs/promises';
import { writeFileAtomically } from '../files/write-file-atomically.ts';
import { jsonInStyleOf } from '../project/json-style.ts';
import { fileNameOf } from './file-name-of.ts';

/** Where a file of the store goes. */
export interface StoredFilePlace {
  /** The project folder. */
  readonly folder: string;
  /** Path below it: `connections/production.json`. */
  readonly file: string;
  /** Permissions if it is new. */
  readonly mode?: number;
}

/**
 * Writes one file of the store, in the style that it has.
 *
 * @throws ConnectorError `file-unwritable`
 */
export async function writeStoredFile(
  { folder, file, mode }: StoredFilePlace,
  content: unknown,
): Promise<void> {
  const path = join(folder, file);
  const old = await readFile(path, 'utf8').catch(() => undefined);
  await writeFileAtomically(path, jsonInStyleOf(old, content), {
    shownAs: file,
    ...(mode !== undefined && { mode }),
  });
}

/** A path below the project folder for the file of a connection that has none yet. */
export async function newStoredFile(folder: string, part: string, name: string): Promise<string> {
  const taken = await readdir(join(folder, part)).catch(() => []);
  return `${part}/${fileNameOf(
    name,
    taken.map((entry) => basename(entry)),
  )}`;
}
