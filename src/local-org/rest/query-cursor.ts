import type { JsonRecord } from '../records/org-database.ts';
import type { RowSpool } from '../server/row-spool.ts';

/** One page of a query's records, as JSON texts. */
export interface CursorPage {
  readonly records: readonly string[];
  readonly done: boolean;
}

/** What a cursor reads. */
export interface CursorSource {
  readonly totalSize: number;
  readonly records: IterableIterator<JsonRecord>;
}

/**
 * An open REST query. Records are pulled as pages are asked for and kept in a spool, so that a page can be asked
 * for again and gives the same records whatever was changed since.
 */
export class QueryCursor {
  readonly id: string;
  readonly userId: string;
  /** Full number of records, fixed when the query was made. */
  readonly totalSize: number;
  readonly #spool: RowSpool;
  readonly #records: IterableIterator<JsonRecord>;
  /** Weights of records with children, by their place: each counts as one row and one more for each child. */
  readonly #weights = new Map<number, number>();
  #exhausted = false;

  constructor(id: string, userId: string, source: CursorSource, spool: RowSpool) {
    this.id = id;
    this.userId = userId;
    this.totalSize = source.totalSize;
    this.#spool = spool;
    this.#records = source.records;
  }

  /** The records from `offset` on, up to `size` rows with their children; `undefined` when there is no such place. */
  page(offset: number, size: number): CursorPage | undefined {
    if (!this.#pull(offset) && offset > 0) return undefined;
    let count = 0;
    for (let rows = 0; rows < size && this.#pull(offset + count); count++)
      rows += this.#weights.get(offset + count) ?? 1;
    const records = count === 0 ? [] : this.#spool.readText(offset, count).trimEnd().split('\n');
    return { records, done: !this.#pull(offset + count) };
  }

  close(): void {
    if (!this.#exhausted) this.#records.return?.();
    this.#spool.remove();
  }

  /** Whether there is a record at this place; reads up to it. */
  #pull(place: number): boolean {
    while (!this.#exhausted && this.#spool.rowCount <= place) {
      const next = this.#records.next();
      if (next.done === true) this.#exhausted = true;
      else {
        const weight = weightOf(next.value);
        if (weight > 1) this.#weights.set(this.#spool.rowCount, weight);
        // JSON.stringify leaves no raw line break, so one record is one line.
        this.#spool.append(`${JSON.stringify(next.value)}\n`);
      }
    }
    return place < this.#spool.rowCount;
  }
}

/** Rows that a record takes in a page. */
function weightOf(record: JsonRecord): number {
  let weight = 1;
  for (const value of Object.values(record)) {
    if (typeof value !== 'object' || value === null || !('records' in value)) continue;
    for (const child of value.records as JsonRecord[]) weight += weightOf(child);
  }
  return weight;
}
