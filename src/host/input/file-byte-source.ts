import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ByteRange, ByteSource } from '../../contract/bytes.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { fileFailure } from './file-failure.ts';

/** Large enough that the cost of a read does not matter, small enough to keep several in flight. */
const readSizeBytes = 256 * 1024;

/**
 * A file as re-openable bytes. A leading UTF-8 byte order mark is left out, so that nobody behind takes it for part
 * of the first column's name; offsets and the length count from the byte after it.
 *
 * @param shownAs what messages call the file
 * @throws ConnectorError `file-not-found`, `file-unreadable`; reading throws `file-unreadable`, also when the file
 *   has become shorter meanwhile
 */
export async function openFileByteSource(path: string, shownAs: string = path): Promise<ByteSource> {
  const { size, isFile, skip } = await inspect(path, shownAs);
  if (!isFile)
    throw new ConnectorError('file-unreadable', `${shownAs} is not a file.`, { details: { file: shownAs } });
  const byteLength = size - skip;
  return {
    name: shownAs,
    byteLength,
    open: ({ start, end }: ByteRange = { start: 0, end: byteLength }) =>
      readRange(path, { start: start + skip, end: end + skip }, shownAs),
  };
}

async function inspect(path: string, shownAs: string) {
  try {
    await using file = await open(path, 'r');
    const stat = await file.stat();
    const isFile = stat.isFile();
    const start = Buffer.alloc(3);
    if (isFile) await file.read(start, 0, 3, 0);
    return { size: stat.size, isFile, skip: start.toString('latin1') === '\xef\xbb\xbf' ? 3 : 0 };
  } catch (error) {
    throw fileFailure(error, shownAs, 'file-unreadable');
  }
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
