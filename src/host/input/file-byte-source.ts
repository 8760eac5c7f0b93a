import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import type { ByteRange, ByteSource } from '../../contract/bytes.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { fileFailure } from './file-failure.ts';

/** Large enough that the cost of a read does not matter, small enough to keep several in flight. */
const readSizeBytes = 256 * 1024;

/**
 * A file as re-openable bytes, exactly as they are; a byte order mark is one of them.
 *
 * @param shownAs what messages call the file
 * @throws ConnectorError `file-not-found`, `file-unreadable`; reading throws `file-unreadable`, also when the file
 *   has become shorter meanwhile
 */
export async function openFileByteSource(path: string, shownAs: string = path): Promise<ByteSource> {
  const byteLength = await sizeOf(path, shownAs);
  return {
    name: shownAs,
    byteLength,
    open: (range: ByteRange = { start: 0, end: byteLength }) => readRange(path, range, shownAs),
  };
}

async function sizeOf(path: string, shownAs: string): Promise<number> {
  let found;
  try {
    await access(path, constants.R_OK);
    found = await stat(path);
  } catch (error) {
    throw fileFailure(error, shownAs, 'file-unreadable');
  }
  if (found.isFile()) return found.size;
  throw new ConnectorError('file-unreadable', `${shownAs} is not a file.`, { details: { file: shownAs } });
}

async function* readRange(
  path: string,
  { start, end }: ByteRange,
  shownAs: string,
): AsyncGenerator<Uint8Array> {
  if (end <= start) return;
  let left = end - start;
  try {
    const stream = createReadStream(path, { start, end: end - 1, highWaterMark: readSizeBytes });
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      left -= chunk.byteLength;
      yield chunk;
    }
  } catch (error) {
    throw fileFailure(error, shownAs, 'file-unreadable');
  }
  if (left > 0) {
    throw new ConnectorError('file-unreadable', `${shownAs} has become shorter while it was read.`, {
      details: { file: shownAs, missingBytes: left },
    });
  }
}
