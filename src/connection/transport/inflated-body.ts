import { createGunzip, type Gunzip } from 'node:zlib';
import type { ConnectorError } from '../../errors/connector-error.ts';
import { AnswerBody } from './answer-body.ts';

// Sixteen times the default: every chunk is a trip to the thread pool and back.
const inflatedChunkBytes = 256 * 1024;

/**
 * A gzip body, decompressed. Compressed chunks may be lent: one is worked off before the next is asked for. Leaving
 * early leaves the compressed body too. A body of no bytes stays one.
 *
 * @param toError turns what zlib says about broken data into the error that the reader gets
 */
export function inflatedBody(
  wire: AsyncIterableIterator<Uint8Array, undefined>,
  toError: (error: unknown) => ConnectorError,
): AnswerBody {
  const gunzip = createGunzip({ chunkSize: inflatedChunkBytes });
  gunzip.once('close', () => {
    void wire.return?.();
  });
  feed(wire, gunzip).catch((error: unknown) => {
    gunzip.destroy(error as Error);
  });
  return new AnswerBody(gunzip, { toError });
}

async function feed(wire: AsyncIterable<Uint8Array>, gunzip: Gunzip): Promise<void> {
  let isEmpty = true;
  for await (const chunk of wire) {
    isEmpty = false;
    // The callback comes when zlib is done with the chunk; `write` alone would queue it.
    await new Promise<void>((resolve, reject) => {
      gunzip.write(chunk, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
  if (isEmpty) gunzip.destroy();
  else gunzip.end();
}
