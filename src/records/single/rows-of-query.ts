import type { CallOptions } from '../../contract/connection.ts';
import type { Row } from '../../contract/row.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import { describerOf, fieldsOfQuery } from '../fields-of-query.ts';
import { countRow } from '../count-row.ts';
import { QueryPages, type PageRequest } from '../query-pages.ts';
import { rowsOfPage } from '../page-rows.ts';
import { RowReader } from '../row-reader.ts';

/** The first page of a query as rows. */
export interface FirstRows {
  readonly rows: readonly Row[];
  readonly totalSize: number;
  readonly done: boolean;
}

/** Asks for one page. Child records are read to their end. @throws ConnectorError `invalid-query` */
export async function firstRowsOf(
  connection: SalesforceConnection,
  query: PageRequest,
  call: CallOptions = {},
): Promise<FirstRows> {
  const fields = await fieldsOfQuery(query.soql, describerOf(connection, call));
  const pages = new QueryPages(connection, call.signal);
  const { records, totalSize, done } = await pages.first(query);
  const count = countRow(fields, { totalSize });
  if (count !== undefined) return { rows: [count], totalSize, done };
  const rows = await rowsOfPage({ records }, new RowReader(fields), (page) => pages.after(page));
  return { rows, totalSize, done };
}
