import type { LentReader } from './lent-reader.ts';
import { WireError } from '../line/wire-error.ts';

const maxLineBytes = 16 * 1024;
const lineFeed = 0x0a;

/** Takes text lines and counted bytes, in turns, from a reader that lends slices of any size. */
export class LineBytes {
  readonly #reader: LentReader;
  #slice: Uint8Array;

  /** @param first bytes that come before those of the reader; lent */
  constructor(reader: LentReader, first: Uint8Array) {
    this.#reader = reader;
    this.#slice = first;
  }

  /** Whether everything that was read has been taken. */
  get isEmpty(): boolean {
    return this.#slice.length === 0;
  }

  /**
   * The text up to the next CRLF, which is taken too.
   *
   * @throws WireError `NOT_HTTP` beyond 16 KiB and for a bare CR or LF, `ANSWER_CUT` at the end of the line
   */
  async line(): Promise<string> {
    let text = '';
    for (;;) {
      const feed = this.#slice.indexOf(lineFeed);
      const end = feed < 0 ? this.#slice.length : feed;
      if (text.length + end > maxLineBytes) throw new WireError('NOT_HTTP', 'a chunk line does not end');
      text += Buffer.from(this.#slice.buffer, this.#slice.byteOffset, end).toString('latin1');
      if (feed < 0) {
        await this.#refill();
        continue;
      }
      this.#slice = this.#slice.subarray(feed + 1);
      // The first CR must be the one before the line feed.
      if (text.indexOf('\r') !== text.length - 1 || text === '')
        throw new WireError('NOT_HTTP', 'a chunk line does not end in CRLF');
      return text.slice(0, -1);
    }
  }

  /** Between 1 and `most` bytes; lent. @throws WireError `ANSWER_CUT` at the end of the line */
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
