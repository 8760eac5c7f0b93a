import type { CallOptions } from '../contract/connection.ts';
import type { SourcePreview } from '../contract/activity.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { QueryFields } from '../schema/query-fields.ts';
import { countRow } from './count-row.ts';
import { QueryPages, type PageRequest } from './query-pages.ts';
import { RowReader } from './row-reader.ts';

/** What to look at. */
export interface QueryLook extends Omit<PageRequest, 'batchSize'> {
  /** At most so many rows, and no more than fit on a page. */
  readonly maxRows: number;
  readonly fields: QueryFields | undefined;
}

/** Rows of the smallest and the largest page that the API gives. */
const pageRows = { min: 200, max: 2_000 };

/**
 * The first rows of a query, for one call: of a page that is no larger than it has to be, with as much of the child
 * lists as stands on it.
 *
 * @throws ConnectorError `invalid-query`, `query-too-long` and everything that a {@link RestClient} throws
 */
export async function lookAtQuery(
  connection: SalesforceConnection,
  { maxRows, fields, ...request }: QueryLook,
  { signal }: CallOptions = {},
): Promise<Pick<SourcePreview, 'rows' | 'truncated'>> {
  const batchSize = Math.min(Math.max(Math.ceil(maxRows), pageRows.min), pageRows.max);
  const page = await new QueryPages(connection, signal).first({ ...request, batchSize });
  const count = countRow(fields, page);
  if (count !== undefined) return { rows: [count], truncated: false };
  const reader = new RowReader(fields);
  const rows = page.records.slice(0, maxRows).map((record) => reader.row(record, []));
  return { rows, truncated: !page.done || page.records.length > maxRows };
}
