import type { ActivityRun } from '../contract/activity.ts';
import type { ReadReport } from '../contract/outcome.ts';
import type { RowBatch } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { QueryFields } from '../schema/query-fields.ts';
import { QueryPages, type PageRequest } from './query-pages.ts';
import { SlicedQuery } from './query-slices.ts';
import { ranTooLong } from './ran-too-long.ts';
import { readOn } from './read-on.ts';
import type { PagesRead } from './read-pages.ts';

/** What to read. */
export interface RecordQuery extends PageRequest {
  /** Stop after this many rows; `undefined` reads all. */
  readonly maxRows: number | undefined;
  /** The columns and their types; `undefined` when the query could not be read. */
  readonly fields: QueryFields | undefined;
}

/**
 * Reads a query over REST, page by page as the caller pulls, one page ahead. Pages are followed, never computed: the org
 * decides how many rows one holds. A bare `COUNT()` gives one row with the number. A query that takes the org too long is
 * read in slices, where that cannot change its result; one that is ordered by Id goes on behind its last row when the org has
 * lost its place.
 *
 * @throws ConnectorError `invalid-query`, `query-too-long`, `query-cursor-lost` and everything that a {@link RestClient} throws
 */
export async function* queryRecords(
  connection: SalesforceConnection,
  query: RecordQuery,
  run: ActivityRun = {},
): AsyncGenerator<RowBatch, ReadReport, undefined> {
  const pages = new QueryPages(connection, run.signal);
  const read: PagesRead = { query, pages, run, rowCount: 0, truncated: false };
  try {
    yield* readOn(read);
  } catch (error) {
    const sliced = ranTooLong(error) && read.rowCount === 0 ? SlicedQuery.of(connection, query) : undefined;
    if (sliced === undefined) throw error;
    yield* sliced.read(read, error);
  }
  return { rowCount: read.rowCount, byteCount: pages.byteCount, truncated: read.truncated, jobs: [] };
}
