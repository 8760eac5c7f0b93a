import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Name of a file that is being written; the rest of it is different each time. */
export const writeInProgress = '.writing-';

/** No write takes that long: what is older belongs to a process that has ended. */
const longestWriteMs = 3_600_000;

/**
 * Removes what processes have left in a folder that died while they wrote. Never fails: it is only tidying up.
 *
 * @param nowMs time of the file system, in milliseconds since 1970
 */
export async function removeOldWrites(folder: string, nowMs: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((entry) => entry.startsWith(writeInProgress))) {
    const path = join(folder, name);
    // Somebody else may be faster.
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < nowMs - longestWriteMs) {
      await rm(path, { force: true }).catch(() => undefined);
    }
  }
}
