import { readFile } from 'node:fs/promises';
import { ConnectorError } from '../../errors/connector-error.ts';
import { fileFailure } from '../input/file-failure.ts';
import { jsonErrorOffset } from './json-error-offset.ts';

/**
 * Reads a JSON file (UTF-8, a byte order mark is tolerated). Messages name the place of a syntax error, never the
 * text around it, which could be a password.
 *
 * @param shownAs what messages call the file; its path by default
 * @throws ConnectorError `file-not-found`, `file-unreadable`, `invalid-json`
 */
export async function readJsonFile(path: string, shownAs: string = path): Promise<unknown> {
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw fileFailure(error, shownAs, 'file-unreadable');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const before = text.slice(0, jsonErrorOffset(text)).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw new ConnectorError('invalid-json', `${shownAs} is not JSON at line ${line}, column ${column}.`, {
      details: { file: shownAs, line, column },
    });
  }
}
