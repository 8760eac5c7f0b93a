import type { ActivityRun } from '../contract/activity.ts';
import type { RowBatch } from '../contract/row.ts';
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
}

/**
 * Hands over the pages of a query, or of a slice of one. The next page is asked for while the rows of one are handed over;
 * when the caller stops early, nobody waits for it.
 *
 * @param soql in the place of the query's own
 */
export async function* readPages(
  read: PagesRead,
  soql = read.query.soql,
): AsyncGenerator<RowBatch, undefined, undefined> {
  const { query, pages, run } = read;
  const reader = new RowReader(query.fields);
  let page: ResultPage | undefined = await pages.first({ ...query, soql });
  const count = countColumn(query);
  if (count !== undefined) {
    read.rowCount += 1;
    yield { firstRowIndex: 0, rows: [{ [count]: page.totalSize }] };
    return undefined;
  }
  while (page !== undefined) {
    const room: number = (query.maxRows ?? Infinity) - read.rowCount;
    const isEnough: boolean = page.records.length >= room;
    const ahead: PageAhead | undefined = isEnough ? undefined : pages.ahead(page);
    try {
      const records = page.records.slice(0, room);
      const rows = await rowsOfPage({ records }, reader, (list) => pages.after(list));
      const firstRowIndex = read.rowCount;
      read.rowCount += rows.length;
      if (rows.length > 0) yield { firstRowIndex, rows };
      run.onProgress?.({
        phase: 'read',
        rows: read.rowCount,
        bytes: pages.byteCount,
        ...(soql === query.soql ? { totalRows: page.totalSize } : { note: 'in slices' }),
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

function countColumn({ fields }: RecordQuery): string | undefined {
  return fields?.isCount === true ? fields.columns[0]?.name : undefined;
}
