import { join } from 'node:path';
import type { Query } from '../records/org-database.ts';
import { ApiError } from '../server/api-error.ts';
import type { OrgClock } from '../server/clock.ts';
import { IdSequence } from '../server/id-sequence.ts';
import { RowSpool } from '../server/row-spool.ts';
import { QueryCursor } from './query-cursor.ts';

/** A cursor lives two days. */
const lifetimeMs = 2 * 24 * 3600 * 1000;

/** Open cursors; beyond this many the oldest is closed. */
const maxOpenCursors = 200;

/** The open REST queries of the org. */
export class QueryCursors {
  readonly #clock: OrgClock;
  readonly #folder: string;
  readonly #ids: IdSequence;
  readonly #open = new Map<string, { cursor: QueryCursor; expiresAtMs: number }>();

  /** Spools go into `folder`, which outlives the cursors. */
  constructor(folder: string, clock: OrgClock) {
    this.#folder = folder;
    this.#clock = clock;
    this.#ids = new IdSequence('01g', clock.now());
  }

  open(userId: string, query: Query, versionPath: string): QueryCursor {
    const id = this.#ids.next();
    const spool = new RowSpool(join(this.#folder, id));
    const cursor = new QueryCursor(id, userId, query, versionPath, spool);
    this.#open.set(id, { cursor, expiresAtMs: this.#clock.now() + lifetimeMs });
    const oldest = this.#open.keys().next().value;
    if (this.#open.size > maxOpenCursors && oldest !== undefined) this.close(oldest);
    return cursor;
  }

  /** @throws ApiError 400 `INVALID_QUERY_LOCATOR` for an unknown, foreign or expired one. */
  find(id: string, userId: string): QueryCursor {
    const entry = this.#open.get(id);
    if (entry !== undefined && entry.expiresAtMs <= this.#clock.now()) this.close(id);
    else if (entry?.cursor.userId === userId) return entry.cursor;
    throw invalidLocator();
  }

  close(id: string): void {
    this.#open.get(id)?.cursor.close();
    this.#open.delete(id);
  }

  closeAll(): void {
    for (const id of [...this.#open.keys()]) this.close(id);
  }
}

/** The refusal of a query locator. */
export function invalidLocator(): ApiError {
  return new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
}
