import type { InputEndpoint } from './input-endpoint.ts';
import { openFileByteSource } from './file-byte-source.ts';

/** Input from a file, read in place. Relative paths start at the current folder. */
export function fileInput(path: string): InputEndpoint {
  return {
    name: path,
    open: async () => ({ source: await openFileByteSource(path), release: () => Promise.resolve() }),
  };
}
