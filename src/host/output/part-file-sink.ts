import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { ByteSink } from '../../contract/bytes.ts';
import { fileFailure } from '../input/file-failure.ts';
import { outputPlace } from './output-place.ts';

/**
 * Bytes into `PATH.part`, which takes the name `PATH` on commit and goes away on discard: under the final name there
 * is never half a file, and what was there before stays until the new one is complete. The file is opened by the
 * first write, or by a commit without any. Survives the death of the process; like `cp` and `curl` it leaves the
 * moment of writing to the disk to the operating system.
 *
 * A link is followed, and stays. A device or a named pipe gets the bytes as they come: they cannot be taken back.
 *
 * @throws ConnectorError `file-unwritable` from every method but `discard`
 */
export function partFileSink(path: string): ByteSink {
  let file: FileHandle | undefined;
  /** What is written, and the name that it takes, if any. */
  let part: { readonly path: string; readonly target: string | undefined } | undefined;

  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw fileFailure(error, path, 'file-unwritable');
    }
  };
  const opened = async (): Promise<FileHandle> => {
    if (file !== undefined) return file;
    const place = await outputPlace(path);
    const isDevice = place.kind === 'device';
    const next = isDevice
      ? { path: place.path, target: undefined }
      : { path: `${place.path}.part`, target: place.path };
    file = await open(next.path, 'w');
    part = next;
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
        if (part === undefined) await opened();
        await closed();
        if (part?.target !== undefined) await rename(part.path, part.target);
        part = undefined;
      }),
    async discard() {
      await closed().catch(() => undefined);
      if (part?.target !== undefined) await rm(part.path, { force: true });
      part = undefined;
    },
  };
}
