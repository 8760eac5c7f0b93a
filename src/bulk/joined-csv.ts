import type { ByteSink } from '../contract/bytes.ts';
import { lineEndings, type LineEnding } from '../codec/csv/dialect.ts';

const lineFeed = 0x0a;

/** Puts CSV bytes of several answers behind each other, so that no record of one runs into the next. */
export class JoinedCsv {
  readonly #sink: ByteSink;
  readonly #lineEnding: LineEnding;
  #byteCount = 0;
  #lastByte: number = lineFeed;

  constructor(sink: ByteSink, lineEnding: LineEnding) {
    this.#sink = sink;
    this.#lineEnding = lineEnding;
  }

  /** Bytes written so far. */
  get byteCount(): number {
    return this.#byteCount;
  }

  async write(chunk: Uint8Array): Promise<void> {
    // Read before the wait: the chunk may be lent.
    this.#lastByte = chunk.at(-1) ?? this.#lastByte;
    this.#byteCount += chunk.length;
    await this.#sink.write(chunk);
  }

  /** Ends the last record where its answer did not; to be called before the records of another answer. */
  async endRecord(): Promise<void> {
    if (this.#lastByte !== lineFeed) await this.write(Buffer.from(lineEndings[this.#lineEnding]));
  }
}
