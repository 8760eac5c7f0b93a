import { open } from 'node:fs/promises';

/** Makes names that were created, renamed or removed in a folder durable, where the system can do that. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Windows opens no folders; its file systems keep names in order by themselves.
    if (process.platform !== 'win32') throw error;
  }
}
