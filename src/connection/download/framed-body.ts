import type { AnswerHead } from './answer-head.ts';
import type { LentReader } from './lent-reader.ts';
import { WireError } from './wire-error.ts';

/**
 * The body of an answer, cut out of the line by its framing (RFC 9112 §6): content-length, chunked, or up to the end
 * of the line. The slices are lent: the next one overwrites them.
 */
export async function* framedBody(
  reader: LentReader,
  head: AnswerHead,
): AsyncGenerator<Uint8Array, undefined, undefined> {
  const { headers, status } = head;
  if (status === 204 || status === 304) return undefined;
  if (headers['transfer-encoding']?.toLowerCase() === 'chunked')
    yield* chunkedBody(new LineBytes(reader, head.rest));
  else if (headers['content-length'] !== undefined)
    yield* sizedBody(reader, head.rest, Number(headers['content-length']));
  else yield* restOfLine(reader, head.rest);
  return undefined;
}

/** Whether the line is good for another request once the body has been read to its end. */
export function keepsLine({ headers }: AnswerHead): boolean {
  const isFramed = headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;
  return isFramed && headers['connection']?.toLowerCase() !== 'close';
}

async function* sizedBody(
  reader: LentReader,
  first: Uint8Array,
  byteLength: number,
): AsyncGenerator<Uint8Array, undefined, undefined> {
  if (!Number.isSafeInteger(byteLength)) throw new WireError('NOT_HTTP', 'the content-length is no number');
  let left = byteLength;
  let slice: Uint8Array | undefined = first;
  while (left > 0) {
    if (slice.length > left) throw new WireError('NOT_HTTP', 'the answer is longer than its content-length');
    left -= slice.length;
    if (slice.length > 0) yield slice;
    if (left === 0) break;
    slice = await reader.read();
    if (slice === undefined)
      throw new WireError('ANSWER_CUT', `the line closed ${left} bytes before the end`);
  }
  return undefined;
}

async function* restOfLine(
  reader: LentReader,
  first: Uint8Array,
): AsyncGenerator<Uint8Array, undefined, undefined> {
  let slice: Uint8Array | undefined = first;
  while (slice !== undefined) {
    if (slice.length > 0) yield slice;
    slice = await reader.read();
  }
  return undefined;
}

async function* chunkedBody(bytes: LineBytes): AsyncGenerator<Uint8Array, undefined, undefined> {
  for (;;) {
    const size = /^[0-9a-f]+/i.exec(await bytes.line())?.[0];
    if (size === undefined) throw new WireError('NOT_HTTP', 'a chunk of the answer has no size');
    let left = parseInt(size, 16);
    if (left === 0) break;
    while (left > 0) {
      const slice = await bytes.take(left);
      left -= slice.length;
      yield slice;
    }
    await bytes.line();
  }
  // Trailers, if any, end with an empty line.
  while ((await bytes.line()) !== '');
  return undefined;
}

/** Takes lines and counted bytes from a line of lent slices. */
class LineBytes {
  readonly #reader: LentReader;
  #slice: Uint8Array;

  constructor(reader: LentReader, first: Uint8Array) {
    this.#reader = reader;
    this.#slice = first;
  }

  /** Text up to the next line feed, which is taken too. */
  async line(): Promise<string> {
    let text = '';
    for (;;) {
      const feed = this.#slice.indexOf(0x0a);
      const end = feed < 0 ? this.#slice.length : feed;
      text += Buffer.from(this.#slice.buffer, this.#slice.byteOffset, end).toString('latin1');
      if (text.length > 16_384) throw new WireError('NOT_HTTP', 'a chunk header of the answer does not end');
      if (feed >= 0) {
        this.#slice = this.#slice.subarray(feed + 1);
        return text.endsWith('\r') ? text.slice(0, -1) : text;
      }
      await this.#refill();
    }
  }

  /** Between 1 and `most` bytes. */
  async take(most: number): Promise<Uint8Array> {
    if (this.#slice.length === 0) await this.#refill();
    const taken = this.#slice.subarray(0, most);
    this.#slice = this.#slice.subarray(taken.length);
    return taken;
  }

  async #refill(): Promise<void> {
    const slice = await this.#reader.read();
    if (slice === undefined) throw new WireError('ANSWER_CUT', 'the line closed inside a chunk');
    this.#slice = slice;
  }
}
