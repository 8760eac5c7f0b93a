import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailure } from '../input/file-failure.ts';
import { jsonFiles } from '../project/json-files.ts';
import type { ConnectionReference } from './connection-reference.ts';
import { isFields } from './field-path.ts';
import { referencesInScript } from './script-references.ts';

/**
 * Every place of a project that uses a connection. A file that cannot be read as JSON is searched as text, so that a
 * mistake in it hides no reference.
 *
 * @throws ConnectorError `file-unreadable`
 */
export async function findReferences(folder: string, name: string): Promise<readonly ConnectionReference[]> {
  const found: ConnectionReference[] = [];
  const ofConnection = new Set<string>();
  for (const { file, value, text } of await jsonValues(folder, 'activities')) {
    if (text !== undefined) found.push(...inBrokenFile('activity', file, text, name));
    if (!isFields(value) || value['connection'] !== name) continue;
    found.push({ kind: 'activity', file, by: 'field' });
    ofConnection.add(String(value['name'])).add(`${String(value['type'])}/${String(value['name'])}`);
  }
  for (const { file, value, text } of await jsonValues(folder, 'operations')) {
    if (text !== undefined) found.push(...inBrokenFile('operation', file, text, name));
    const by = usedBy(value, name, ofConnection);
    found.push(...by.map((how): ConnectionReference => ({ kind: 'operation', file, by: how })));
  }
  for (const file of await scriptFiles(folder)) {
    const text = await readText(folder, file);
    found.push(
      ...referencesInScript(text, name).map((place): ConnectionReference => ({
        kind: 'script',
        file,
        ...place,
      })),
    );
  }
  return found;
}

/** Paths of all scripts, below the project folder. @throws ConnectorError `file-unreadable` */
export async function scriptFiles(folder: string): Promise<readonly string[]> {
  const root = join(folder, 'scripts');
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
      .map((entry) => join('scripts', entry.parentPath.slice(root.length), entry.name).replaceAll('\\', '/'))
      .sort();
  } catch (error) {
    const failure = fileFailure(error, root, 'file-unreadable');
    if (failure.code === 'file-not-found') return [];
    throw failure;
  }
}

interface JsonValue {
  readonly file: string;
  readonly value?: unknown;
  /** Instead of a value, when the text is not JSON. */
  readonly text?: string;
}

async function jsonValues(folder: string, part: string): Promise<JsonValue[]> {
  return Promise.all(
    (await jsonFiles(join(folder, part))).map(async (entry) => {
      const file = `${part}/${entry}`;
      const text = await readText(folder, file);
      try {
        return { file, value: JSON.parse(text) as unknown };
      } catch {
        return { file, text };
      }
    }),
  );
}

async function readText(folder: string, file: string): Promise<string> {
  try {
    return (await readFile(join(folder, file), 'utf8')).replace(/^\uFEFF/u, '');
  } catch (error) {
    throw fileFailure(error, file, 'file-unreadable');
  }
}

function inBrokenFile(
  kind: 'activity' | 'operation',
  file: string,
  text: string,
  name: string,
): readonly ConnectionReference[] {
  return referencesInScript(text, name).map(({ line }) => ({ kind, file, line, by: 'text' }));
}

/** How an operation, whatever its shape, uses the connection; each way once. */
function usedBy(value: unknown, name: string, activities: ReadonlySet<string>): ConnectionReference['by'][] {
  const ways = new Set<ConnectionReference['by']>();
  const visit = (item: unknown, key: string): void => {
    if (typeof item === 'string') {
      if (item === name) ways.add(key === 'connection' ? 'field' : 'text');
      else if (activities.has(item)) ways.add('activity');
      for (const { by } of referencesInScript(item, name)) ways.add(by);
    } else if (Array.isArray(item)) {
      for (const part of item) visit(part, key);
    } else if (isFields(item)) {
      for (const [own, part] of Object.entries(item)) visit(part, own);
    }
  };
  visit(value, '');
  return [...ways];
}
