import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder } from '../files/ensure-folder.ts';
import { fileFailure } from '../input/file-failure.ts';

/** Folder of a project for what belongs to one machine: drafts, sessions. */
export const privateFolder = '.sfsc';

/**
 * Creates `.sfsc/` with a `.gitignore` that keeps all of it out of version control.
 *
 * @throws ConnectorError `file-unwritable`
 */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  const path = join(folder, privateFolder);
  try {
    await ensureFolder(path, 0o700);
    await writeFile(join(path, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    throw fileFailure(error, path, 'file-unwritable');
  }
}
