import { randomUUID } from 'node:crypto';
import { link, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeInProgress } from './remove-old-writes.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Creates a file for its owner only, unless there is one already. It is whole as soon as it has its name, so whoever
 * finds it can read it; durable when it resolves. Its folder must exist.
 *
 * @returns false when the name is taken, if only by a link that leads nowhere
 * @throws the error of the file system
 */
export async function createWholeFile(path: string, text: string): Promise<boolean> {
  const temporary = join(dirname(path), `${writeInProgress}${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx', flush: true });
    await link(temporary, path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
}
