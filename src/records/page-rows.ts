import type { Row } from '../contract/row.ts';
import type { ResultPage } from './query-pages.ts';
import type { ChildPage, RowReader, UnfinishedList } from './row-reader.ts';

/** The rows of a page, with all their child records: lists that go on are read to their end (field lesson C21). */
export async function rowsOfPage(
  { records }: Pick<ResultPage, 'records'>,
  reader: RowReader,
  next: (page: ChildPage) => Promise<ChildPage | undefined>,
): Promise<Row[]> {
  const unfinished: UnfinishedList[] = [];
  const rows = records.map((record) => reader.row(record, unfinished));
  // Children may have children that go on: the list grows while it is worked through.
  for (let list = unfinished.pop(); list !== undefined; list = unfinished.pop()) {
    let page = await next(list.page);
    while (page !== undefined) {
      for (const record of page.records) list.rows.push(list.reader.row(record, unfinished));
      page = await next(page);
    }
  }
  return rows;
}
