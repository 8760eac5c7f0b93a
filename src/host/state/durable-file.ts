import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const draftEnding = '.draft';

/** Makes the folder, for its owner only, if it is not there yet; durable when it resolves. */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made === undefined) return;
  for (let level = resolve(folder); level.length >= resolve(made).length; level = dirname(level)) {
    await syncFolder(dirname(level));
  }
}

/**
 * Gives the file this content, for its owner only. Whoever reads it sees the old content or the new one, also when
 * this process or the machine dies on the way; when it resolves, the new one is durable.
 */
export async function replaceFile(file: string, content: string): Promise<void> {
  const draft = `${file}.${randomUUID()}${draftEnding}`;
  try {
    await writeFile(draft, content, { mode: 0o600, flag: 'wx', flush: true });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

/** Removes the file, if it is there; durable when it resolves. */
export async function removeFile(file: string): Promise<void> {
  await rm(file, { force: true });
  await syncFolder(dirname(file));
}

/** Removes what processes have left that died while they wrote. `beforeMs` is the latest time of such a file. */
export async function removeOldDrafts(folder: string, beforeMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(draftEnding)) continue;
    const file = join(folder, name);
    // Somebody else may be faster.
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < beforeMs) await rm(file, { force: true });
  }
}

/** Names in a folder become durable with the folder, not with the file. */
async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folder, and keeps its names without being asked.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
