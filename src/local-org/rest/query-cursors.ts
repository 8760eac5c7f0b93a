import { join } from 'node:path';
import type { ChildPages, JsonRecord, Query } from '../records/org-database.ts';
import { ApiError } from '../server/api-error.ts';
import type { OrgClock } from '../server/clock.ts';
import { IdSequence } from '../server/id-sequence.ts';
import { RowSpool } from '../server/row-spool.ts';
import { QueryCursor, type CursorSource } from './query-cursor.ts';

/** A cursor lives two days. */
const lifetimeMs = 2 * 24 * 3600 * 1000;

/** Open cursors; beyond this many the oldest is closed. */
const maxOpenCursors = 200;

/** The same for lists of children, which are many for one query. */
const maxOpenChildCursors = 2000;

/** Cursors in the order they were opened. */
type OpenCursors = Map<string, { cursor: QueryCursor; expiresAtMs: number }>;

/** The open REST queries of the org. */
export class QueryCursors {
  readonly #clock: OrgClock;
  readonly #folder: string;
  readonly #ids: IdSequence;
  readonly #pageRows: (asked: number) => number;
  readonly #open: OpenCursors = new Map();
  readonly #openChildren: OpenCursors = new Map();

  /**
   * Spools go into `folder`, which outlives the cursors.
   * @param pageRows asked before every page; may give fewer rows than were asked for, at least 1.
   */
  constructor(folder: string, clock: OrgClock, pageRows: (asked: number) => number = (asked) => asked) {
    this.#pageRows = pageRows;
    this.#folder = folder;
    this.#clock = clock;
    this.#ids = new IdSequence('01g', clock.now());
  }

  /** Rows for the next page of a client that asked for so many: as in Salesforce, its wish is only a hint. */
  pageRows(asked: number): number {
    return this.#pageRows(asked);
  }

  /** `childRows`: children inside one record; a longer list gets a cursor of its own. */
  open(userId: string, query: Query, versionPath: string, childRows: number): QueryCursor {
    const childPages: ChildPages = {
      rows: childRows,
      keep: (totalSize, shown, rest) => {
        const source = { totalSize, records: chain(shown, rest) };
        const { id } = this.#add(this.#openChildren, maxOpenChildCursors, userId, source);
        return `${versionPath}/query/${id}-${shown.length}`;
      },
    };
    const records = query.records(versionPath, undefined, childPages);
    return this.#add(this.#open, maxOpenCursors, userId, { totalSize: query.totalSize(), records });
  }

  /** @throws ApiError 400 `INVALID_QUERY_LOCATOR` for an unknown, foreign or expired one. */
  find(id: string, userId: string): QueryCursor {
    const entry = this.#open.get(id) ?? this.#openChildren.get(id);
    if (entry !== undefined && entry.expiresAtMs <= this.#clock.now()) this.close(id);
    else if (entry?.cursor.userId === userId) return entry.cursor;
    throw invalidLocator();
  }

  close(id: string): void {
    for (const open of [this.#open, this.#openChildren]) {
      open.get(id)?.cursor.close();
      open.delete(id);
    }
  }

  closeAll(): void {
    for (const id of [...this.#open.keys(), ...this.#openChildren.keys()]) this.close(id);
  }

  #add(open: OpenCursors, max: number, userId: string, source: CursorSource): QueryCursor {
    const id = this.#ids.next();
    const spool = new RowSpool(join(this.#folder, id));
    const cursor = new QueryCursor(id, userId, source, spool);
    open.set(id, { cursor, expiresAtMs: this.#clock.now() + lifetimeMs });
    const oldest = open.keys().next().value;
    if (open.size > max && oldest !== undefined) this.close(oldest);
    return cursor;
  }
}

function* chain(
  shown: readonly JsonRecord[],
  rest: IterableIterator<JsonRecord>,
): IterableIterator<JsonRecord> {
  try {
    yield* shown;
    yield* rest;
  } finally {
    rest.return?.();
  }
}

/** The refusal of a query locator. */
export function invalidLocator(): ApiError {
  return new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
}
