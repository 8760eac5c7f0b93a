import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailure } from '../input/file-failure.ts';
import { writeFileAtomically } from '../files/write-file-atomically.ts';
import { jsonInStyleOf } from '../project/json-style.ts';
import type { ConnectionReference } from './connection-reference.ts';
import { isFields } from './field-path.ts';
import { renamedInScript } from './script-references.ts';

/** One name and the one that takes its place. */
export interface NameChange {
  readonly from: string;
  readonly to: string;
}

/**
 * Writes the new name into every file that refers to the old one by the key `connection` or in a tag.
 *
 * @throws ConnectorError `file-unreadable`, `file-unwritable`; each file is as it was or done then
 */
export async function updateReferences(
  folder: string,
  references: readonly ConnectionReference[],
  change: NameChange,
): Promise<void> {
  const certain = references.filter(({ by }) => by === 'field' || by === 'tag');
  for (const file of new Set(certain.map((reference) => reference.file))) {
    const path = join(folder, file);
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      throw fileFailure(error, file, 'file-unreadable');
    });
    const updated = file.endsWith('.json')
      ? jsonInStyleOf(text, renamedInJson(JSON.parse(text.replace(/^\uFEFF/u, '')), change))
      : renamedInScript(text, change.from, change.to);
    await writeFileAtomically(path, updated, { shownAs: file });
  }
}

function renamedInJson(value: unknown, change: NameChange, key?: string): unknown {
  const { from, to } = change;
  if (typeof value === 'string') {
    return key === 'connection' && value === from ? to : renamedInScript(value, from, to);
  }
  if (Array.isArray(value)) return value.map((item: unknown) => renamedInJson(item, change, key));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([own, item]) => [own, renamedInJson(item, change, own)]),
  );
}
