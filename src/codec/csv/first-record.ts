import { ConnectorError } from '../../errors/connector-error.ts';

const quote = 0x22;
const lineFeed = 0x0a;

/**
 * Bulk API 2.0 allows 32,000 characters of header; four bytes each is the most that UTF-8 needs. Anything longer is
 * not a header but a file that lost its line ends.
 */
export const maxHeaderBytes = 128_000;

/**
 * Splits a stream of CSV chunks after its first record, however the chunks fall: quotes and line ends inside the
 * header are its own.
 */
export class FirstRecordSplitter {
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #inQuotes = false;
  #done = false;

  /**
   * Takes the next chunk. As soon as the first record is complete, returns it (line end included) together with
   * the bytes of the chunk that follow it (a view of it); before that, `undefined`. Not to be called again afterwards.
   *
   * @throws ConnectorError `csv-malformed` for a first record of more than {@link maxHeaderBytes}
   */
  push(chunk: Uint8Array): { record: Uint8Array; rest: Uint8Array } | undefined {
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index];
      if (byte === quote) this.#inQuotes = !this.#inQuotes;
      else if (byte === lineFeed && !this.#inQuotes) {
        this.#done = true;
        const record = Buffer.concat([...this.#held, chunk.subarray(0, index + 1)]);
        this.#held = [];
        return { record, rest: chunk.subarray(index + 1) };
      }
    }
    // Copied, because the chunk may be lent.
    this.#held.push(Uint8Array.from(chunk));
    this.#heldBytes += chunk.length;
    if (this.#heldBytes > maxHeaderBytes) {
      throw new ConnectorError(
        'csv-malformed',
        'The first record of the CSV does not end: no header is that long.',
        {
          details: { maxHeaderBytes },
        },
      );
    }
    return undefined;
  }

  /** Takes the end of the stream: a first record without a line end is all there was. Empty when nothing came. */
  end(): Uint8Array {
    if (this.#done) return new Uint8Array();
    this.#done = true;
    return Buffer.concat(this.#held);
  }
}
