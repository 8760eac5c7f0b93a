import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileFailure } from '../input/file-failure.ts';
import { ensureFolder } from './ensure-folder.ts';
import { removeOldWrites, writeInProgress } from './remove-old-writes.ts';
import { syncFolder } from './sync-folder.ts';

/** How {@link writeFileAtomically} goes about it. */
export interface AtomicWriteOptions {
  /** What messages call the file; its path by default. */
  readonly shownAs?: string;
  /** Permissions of a file that is new; an old file keeps its own. Default 0o666, less what the process masks. */
  readonly mode?: number;
}

/**
 * Puts a text into a file so that a crash, of the process or of the machine, leaves the old file or the new one, never
 * half of it. Durable when it resolves. Creates the folder. A link is followed, not replaced.
 *
 * @throws ConnectorError `file-unwritable`; the old file is as it was then
 */
export async function writeFileAtomically(
  path: string,
  text: string,
  options: AtomicWriteOptions = {},
): Promise<void> {
  try {
    await ensureFolder(dirname(path));
    const target = await realpath(path).catch(() => path);
    const old = await stat(target).catch(() => undefined);
    const mode = old === undefined ? (options.mode ?? 0o666) : old.mode & 0o777;
    // In the same folder, because a rename is atomic within one file system only.
    const temporary = join(dirname(target), `${writeInProgress}${randomUUID()}.tmp`);
    try {
      await writeDurably(temporary, text, mode);
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname(target));
    await removeOldWrites(dirname(target), (await stat(target)).mtimeMs);
  } catch (error) {
    throw fileFailure(error, options.shownAs ?? path, 'file-unwritable');
  }
}

async function writeDurably(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}
