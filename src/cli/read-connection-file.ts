import { parseConnectionFile, readJsonFile, type ConnectionFile } from '../host/index.ts';
import { parseFile } from './parse-file.ts';

/**
 * Reads a connection file that the command line names.
 *
 * @throws ConnectorError `file-not-found`, `file-unreadable`, `invalid-json`, `invalid-configuration`
 */
export async function readConnectionFile(path: string): Promise<ConnectionFile> {
  const value = await readJsonFile(path);
  return parseFile(path, () => parseConnectionFile(path, value));
}

/** Whether the command line means a file: a path, a name that ends in `.json`, or a file that is there. */
export async function isConnectionFile(reference: string): Promise<boolean> {
  if (/[/\\]|\.json$/iu.test(reference)) return true;
  const { stat } = await import('node:fs/promises');
  return (await stat(reference).catch(() => undefined))?.isFile() ?? false;
}
