import type { ByteRange, ByteSource } from '../../src/contract/bytes.ts';

/** Bytes in memory as a source, given in chunks of `chunkBytes` so that every border can be tried. */
export function byteSource(
  content: string | Uint8Array,
  chunkBytes = Infinity,
  name = 'input.csv',
): ByteSource {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    name,
    byteLength: bytes.length,
    open: (range) => chunksOf(bytes, range ?? { start: 0, end: bytes.length }, chunkBytes),
  };
}

async function* chunksOf(
  bytes: Uint8Array,
  { start, end }: ByteRange,
  chunkBytes: number,
): AsyncGenerator<Uint8Array, undefined, undefined> {
  for (let at = start; at < end; at += chunkBytes) {
    yield await Promise.resolve(bytes.subarray(at, Math.min(at + chunkBytes, end)));
  }
  return undefined;
}

/** Everything that an iterable of chunks gives, as one text. */
export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}
