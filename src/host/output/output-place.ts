import { readlink, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Where bytes for a path go. */
export interface OutputPlace {
  /** `file`: a regular file, or none yet. `device`: what only passes bytes on, such as `/dev/null` or a named pipe. */
  readonly kind: 'file' | 'folder' | 'device';
  /** Behind all links, also one whose target is yet to be made. */
  readonly path: string;
}

/**
 * Looks what is at a path before it is written: nothing but a file may be replaced, and a link must stay one.
 *
 * @throws the error of the file system, such as `ELOOP`; not for a file that is not there
 */
export async function outputPlace(path: string): Promise<OutputPlace> {
  const found = await thereOrNot(stat(path));
  if (found === undefined) {
    const target = await readlink(path).catch(() => undefined);
    return target === undefined ? { kind: 'file', path } : outputPlace(resolve(dirname(path), target));
  }
  if (found.isDirectory()) return { kind: 'folder', path };
  // The target of `/dev/stdout` has no path that could be opened when it is a pipe.
  return found.isFile() ? { kind: 'file', path: await realpath(path) } : { kind: 'device', path };
}

async function thereOrNot<T>(access: Promise<T>): Promise<T | undefined> {
  try {
    return await access;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
