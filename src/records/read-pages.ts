import type { ActivityRun } from '../contract/activity.ts';
import type { Row, RowBatch } from '../contract/row.ts';
import { countRow } from './count-row.ts';
import { rowsOfPage } from './page-rows.ts';
import type { PageAhead, QueryPages, ResultPage } from './query-pages.ts';
import type { RecordQuery } from './query-records.ts';
import { RowReader } from './row-reader.ts';

/** A read under way, over all its slices. */
export interface PagesRead {
  readonly query: RecordQuery;
  readonly pages: QueryPages;
  readonly run: ActivityRun;
  /** Rows handed over so far. */
  rowCount: number;
  /** Whether `maxRows` has cut something off. */
  truncated: boolean;
  /** The row handed over last. */
  lastRow?: Row | undefined;
  /** What to tell about a read that is no longer one run of the query; then the org's total says nothing. */
  note?: string;
}

/**
 * Hands over the pages of a query, or of a part of one. The next page is asked for while the rows of one are handed over,
 * but not before all its child records are there: asking for it may end the cursors of the child lists.
 * When the caller stops early, nobody waits for the page ahead.
 *
 * @param soql in the place of the query's own
 */
export async function* readPages(
  read: PagesRead,
  soql = read.query.soql,
): AsyncGenerator<RowBatch, undefined, undefined> {
  const { query, pages, run } = read;
  const reader = new RowReader(query.fields);
  const hasChildren = query.fields?.isExact !== true || query.fields.children.length > 0;
  let page: ResultPage | undefined = await pages.first({ ...query, soql });
  const count = countRow(query.fields, page);
  if (count !== undefined) {
    read.rowCount += 1;
    yield { firstRowIndex: 0, rows: [count] };
    return undefined;
  }
  while (page !== undefined) {
    const room: number = (query.maxRows ?? Infinity) - read.rowCount;
    const isEnough: boolean = page.records.length >= room;
    let ahead: PageAhead | undefined;
    try {
      if (!isEnough && !hasChildren) ahead = pages.ahead(page);
      const records = isEnough ? page.records.slice(0, room) : page.records;
      const rows = await rowsOfPage({ records }, reader, (list) => pages.after(list));
      if (!isEnough) ahead ??= pages.ahead(page);
      const firstRowIndex = read.rowCount;
      read.rowCount += rows.length;
      read.lastRow = rows.at(-1) ?? read.lastRow;
      if (rows.length > 0) yield { firstRowIndex, rows };
      run.onProgress?.({
        phase: 'read',
        rows: read.rowCount,
        bytes: pages.byteCount,
        ...(read.note === undefined ? { totalRows: page.totalSize } : { note: read.note }),
      });
      if (isEnough && (page.records.length > room || !page.done)) {
        read.truncated = true;
        return undefined;
      }
      page = await ahead?.page;
    } finally {
      ahead?.drop();
    }
  }
  return undefined;
}
