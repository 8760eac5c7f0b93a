import { makeRecordId } from '../records/record-id.ts';

/** Gives out 18-character ids with one key prefix: `750` for jobs, `01g` for query cursors. */
export class IdSequence {
  readonly #prefix: string;
  #next: number;

  /** Starts with the clock, so that ids of an earlier run of the org are not given out again. */
  constructor(prefix: string, nowMs: number) {
    this.#prefix = prefix;
    this.#next = nowMs;
  }

  next(): string {
    this.#next += 1;
    return makeRecordId(this.#prefix, this.#next);
  }
}
