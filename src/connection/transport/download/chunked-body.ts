import type { FramedBody } from './framed-body.ts';
import { LineBytes } from './line-bytes.ts';
import type { LentReader } from './lent-reader.ts';
import { WireError } from '../line/wire-error.ts';

const maxTrailers = 100;
// Up to 16 digits, as zeros may stand in front; the extension behind them means nothing to us.
const sizeLine = /^(?<size>[0-9a-f]{1,16})[ \t]*(?:;.*)?$/iu;

/** The body of a chunked answer (RFC 9112 §7.1), without sizes, extensions and trailers. As `framedBody`. */
export async function* chunkedBody(reader: LentReader, first: Uint8Array): FramedBody {
  const bytes = new LineBytes(reader, first);
  for (;;) {
    let left = parseSize(await bytes.line());
    if (left === 0) break;
    while (left > 0) {
      const slice = await bytes.take(left);
      left -= slice.length;
      yield slice;
    }
    if ((await bytes.line()) !== '') throw new WireError('NOT_HTTP', 'a chunk is longer than its size');
  }
  for (let trailers = 0; (await bytes.line()) !== ''; trailers += 1) {
    if (trailers === maxTrailers) throw new WireError('NOT_HTTP', 'the trailers of the answer do not end');
  }
  return bytes.isEmpty;
}

function parseSize(line: string): number {
  const size = parseInt(sizeLine.exec(line)?.groups?.['size'] ?? '', 16);
  if (!Number.isSafeInteger(size)) throw new WireError('NOT_HTTP', 'a chunk of the answer has no size');
  return size;
}
