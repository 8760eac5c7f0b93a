import { readdir } from 'node:fs/promises';
import { fileFailure } from '../input/file-failure.ts';

/**
 * Names of the JSON files of a folder, in order; none when there is no such folder.
 *
 * @throws ConnectorError `file-unreadable`
 */
export async function jsonFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((entry) => entry.endsWith('.json')).sort();
  } catch (error) {
    const failure = fileFailure(error, folder, 'file-unreadable');
    if (failure.code === 'file-not-found') return [];
    throw failure;
  }
}
