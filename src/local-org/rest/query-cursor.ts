import type { JsonRecord, Query } from '../records/org-database.ts';
import type { RowSpool } from '../server/row-spool.ts';

/** One page of a query's records, as JSON texts. */
export interface CursorPage {
  readonly records: readonly string[];
  readonly done: boolean;
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
  #exhausted = false;

  constructor(id: string, userId: string, query: Query, versionPath: string, spool: RowSpool) {
    this.id = id;
    this.userId = userId;
    this.totalSize = query.totalSize();
    this.#spool = spool;
    this.#records = query.records(versionPath);
  }

  /** The records from `offset` on; `undefined` when there is no such place. */
  page(offset: number, size: number): CursorPage | undefined {
    // One more than the page, to know whether it is the last.
    this.#pull(offset + size + 1);
    const available = this.#spool.rowCount - offset;
    if (available <= 0 && offset > 0) return undefined;
    const count = Math.min(size, available);
    const records = count === 0 ? [] : this.#spool.readText(offset, count).trimEnd().split('\n');
    return { records, done: available <= size };
  }

  close(): void {
    if (!this.#exhausted) this.#records.return?.();
    this.#spool.remove();
  }

  #pull(rowCount: number): void {
    while (!this.#exhausted && this.#spool.rowCount < rowCount) {
      const next = this.#records.next();
      if (next.done === true) this.#exhausted = true;
      // JSON.stringify leaves no raw line break, so one record is one line.
      else this.#spool.append(`${JSON.stringify(next.value)}\n`);
    }
  }
}
