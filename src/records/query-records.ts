import type { ActivityRun } from '../contract/activity.ts';
import type { ReadReport } from '../contract/outcome.ts';
import type { RowBatch } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { QueryFields } from '../schema/query-fields.ts';
import { QueryPages, type PageRequest, type ResultPage } from './query-pages.ts';
import { ChildPages, rowOfRecord } from './row-of-record.ts';

/** What to read. */
export interface RecordQuery extends PageRequest {
  /** Stop after this many rows; `undefined` reads all. */
  readonly maxRows: number | undefined;
  /** The columns and their types; `undefined` when the query could not be read. */
  readonly fields: QueryFields | undefined;
}

/**
 * Reads a query over REST, page by page as the caller pulls. Pages are followed, never computed: the org decides how
 * many rows one holds. A bare `COUNT()` gives one row with the number.
 *
 * @throws ConnectorError `invalid-query` and everything that a {@link RestClient} throws
 */
export async function* queryRecords(
  connection: SalesforceConnection,
  query: RecordQuery,
  run: ActivityRun = {},
): AsyncGenerator<RowBatch, ReadReport, undefined> {
  const pages = new QueryPages(connection, run.signal);
  const children = new ChildPages((page) => pages.after(page));
  let page: ResultPage | undefined = await pages.first(query);
  const { isCount = false, columns: [count] = [] } = query.fields ?? {};
  if (isCount && count !== undefined) {
    yield { firstRowIndex: 0, rows: [{ [count.name]: page.totalSize }] };
    return { rowCount: 1, byteCount: pages.byteCount, truncated: false, jobs: [] };
  }
  let rowCount = 0;
  while (page !== undefined) {
    const room = (query.maxRows ?? Infinity) - rowCount;
    const rows = [];
    for (const record of page.records.slice(0, room)) {
      rows.push(await rowOfRecord(record, query.fields, children));
    }
    if (rows.length > 0) yield { firstRowIndex: rowCount, rows };
    rowCount += rows.length;
    run.onProgress?.({ phase: 'read', rows: rowCount, totalRows: page.totalSize, bytes: pages.byteCount });
    if (page.records.length > room || (rowCount === query.maxRows && !page.done)) {
      return { rowCount, byteCount: pages.byteCount, truncated: true, jobs: [] };
    }
    page = await pages.after(page);
  }
  return { rowCount, byteCount: pages.byteCount, truncated: false, jobs: [] };
}
