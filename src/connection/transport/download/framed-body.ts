import type { BodyFraming } from './body-framing.ts';
import { chunkedBody } from './chunked-body.ts';
import type { LentReader } from './lent-reader.ts';
import { WireError } from '../line/wire-error.ts';

/**
 * The slices of one body; all are lent. The value behind the last one tells whether everything taken from the line
 * belonged to this answer; a line with more on it is not to be used again.
 */
export type FramedBody = AsyncGenerator<Uint8Array, boolean, undefined>;

/**
 * Cuts the body of an answer out of the line.
 *
 * @param first what came along with the head; lent
 * @throws WireError `ANSWER_CUT` or `NOT_HTTP`; the error of the reader
 */
export function framedBody(reader: LentReader, first: Uint8Array, framing: BodyFraming): FramedBody {
  switch (framing.kind) {
    case 'chunked':
      return chunkedBody(reader, first);
    case 'sized':
      return sizedBody(reader, first, framing.byteLength);
    case 'unsized':
      return restOfLine(reader, first);
  }
}

async function* sizedBody(reader: LentReader, first: Uint8Array, byteLength: number): FramedBody {
  let left = byteLength;
  let slice = first;
  for (;;) {
    const part = slice.length > left ? slice.subarray(0, left) : slice;
    left -= part.length;
    const isAllOfIt = part.length === slice.length;
    if (part.length > 0) yield part;
    if (left === 0) return isAllOfIt;
    const next = await reader.read();
    if (next === undefined) throw new WireError('ANSWER_CUT', `the line closed ${left} bytes before the end`);
    slice = next;
  }
}

async function* restOfLine(reader: LentReader, first: Uint8Array): FramedBody {
  let slice: Uint8Array | undefined = first;
  while (slice !== undefined) {
    if (slice.length > 0) yield slice;
    slice = await reader.read();
  }
  return false;
}
