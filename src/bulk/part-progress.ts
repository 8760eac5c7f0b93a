import type { ProgressEvent, ProgressListener } from '../contract/progress.ts';
import type { IngestPart } from './ingest-part.ts';

/** Sizes of all parts together. */
interface Totals {
  readonly totalRows: number;
  readonly totalBytes: number;
}

/**
 * Makes one progress of the progress of several parts: counts of a part are added to those before it, and a part
 * that is sent again says nothing until it gets further than the last time.
 */
export class PartProgress {
  readonly #listener: ProgressListener;
  readonly #totals: Totals | undefined;
  #before = new Map<string, number>();
  readonly #highest = new Map<string, number>();

  /** @param parts all of them, where they are known before the first one is sent */
  constructor(listener: ProgressListener, parts: readonly IngestPart[] | undefined) {
    this.#listener = listener;
    this.#totals = parts && {
      totalRows: parts.reduce((sum, { rowCount }) => sum + rowCount, 0),
      totalBytes: parts.reduce((sum, { byteLength }) => sum + byteLength, 0),
    };
  }

  /** What is reported from here on is about the next part. */
  nextPart(): void {
    this.#before = new Map(this.#highest);
  }

  /** Takes an event that counts from the start of the part. */
  readonly report: ProgressListener = ({ phase, note, rows, bytes }) => {
    const event: ProgressEvent = {
      phase,
      ...(note === undefined ? {} : { note }),
      ...(rows === undefined ? {} : { rows: this.#total(`${phase} rows`, rows) }),
      ...(bytes === undefined ? {} : { bytes: this.#total(`${phase} bytes`, bytes) }),
      ...this.#totals,
    };
    this.#listener(event);
  };

  #total(key: string, count: number): number {
    const total = Math.max((this.#before.get(key) ?? 0) + count, this.#highest.get(key) ?? 0);
    this.#highest.set(key, total);
    return total;
  }
}
