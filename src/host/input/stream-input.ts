import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { cancelled } from '../../errors/connector-error.ts';
import { openFileByteSource } from './file-byte-source.ts';
import { fileFailure } from './file-failure.ts';
import type { InputEndpoint } from './input-endpoint.ts';

/**
 * Input from a stream that can be read only once, such as standard input. It is written to a temporary file first:
 * an upload may have to send the same bytes again, and a message about a broken CSV has to name the place. A run
 * therefore starts when the stream has ended, and needs room for it on disk.
 */
export function streamInput(stream: Readable, name: string): InputEndpoint {
  return {
    name,
    async open(temporaryFolder, signal) {
      const folder = await mkdtemp(join(temporaryFolder, 'sfsc-input-'));
      const release = () => rm(folder, { recursive: true, force: true });
      const path = join(folder, 'input');
      try {
        await pipeline(stream, createWriteStream(path), signal === undefined ? {} : { signal });
        return { source: await openFileByteSource(path, name), release };
      } catch (error) {
        await release();
        throw signal?.aborted === true ? cancelled(signal) : fileFailure(error, name, 'file-unwritable');
      }
    },
  };
}
