import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { syncFolder } from './sync-folder.ts';

/** Makes a folder and those above it, if need be; durable when it resolves. */
export async function ensureFolder(folder: string, mode?: number): Promise<void> {
  const first = await mkdir(folder, { recursive: true, ...(mode !== undefined && { mode }) });
  if (first === undefined) return;
  for (let level = resolve(folder); level.length >= resolve(first).length; level = dirname(level)) {
    await syncFolder(dirname(level));
  }
}
