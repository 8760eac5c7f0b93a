import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileFailure } from '../input/file-failure.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Removes a file durably. Fine when there is none.
 *
 * @param shownAs what messages call the file
 * @throws ConnectorError `file-unwritable`
 */
export async function removeFile(path: string, shownAs: string): Promise<void> {
  try {
    await rm(path, { force: true });
    await syncFolder(dirname(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw fileFailure(error, shownAs, 'file-unwritable');
  }
}
