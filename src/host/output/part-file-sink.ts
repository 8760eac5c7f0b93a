import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { ByteSink } from '../../contract/bytes.ts';
import { fileFailure } from '../input/file-failure.ts';

/**
 * Bytes into `PATH.part`, which takes the name `PATH` on commit and goes away on discard: under the final name there
 * is never half a file, and what was there before stays until the new one is complete. The file is opened by the
 * first write, or by a commit without any. Survives the death of the process; like `cp` and `curl` it leaves the
 * moment of writing to the disk to the operating system.
 *
 * @throws ConnectorError `file-unwritable` from every method but `discard`
 */
export function partFileSink(path: string): ByteSink {
  const partPath = `${path}.part`;
  let file: FileHandle | undefined;
  let isPartThere = false;

  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw fileFailure(error, path, 'file-unwritable');
    }
  };
  const opened = async (): Promise<FileHandle> => {
    file ??= await open(partPath, 'w');
    isPartThere = true;
    return file;
  };
  const closed = async (): Promise<void> => {
    const opened = file;
    file = undefined;
    await opened?.close();
  };

  return {
    write: (chunk) =>
      attempt(async () => {
        await (await opened()).writeFile(chunk);
      }),
    commit: () =>
      attempt(async () => {
        // Only a sink that nobody wrote to: after a rename that failed, the part is whole and must not be begun anew.
        if (!isPartThere) await opened();
        await closed();
        await rename(partPath, path);
        isPartThere = false;
      }),
    async discard() {
      await closed().catch(() => undefined);
      if (isPartThere) await rm(partPath, { force: true });
      isPartThere = false;
    },
  };
}
