import type { PreviewCall, SourcePreview } from '../contract/activity.ts';
import type { Row } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryRecords } from '../records/query-records.ts';
import { fieldsOfQuery } from './query-fields.ts';
import { soqlOf, type QuerySource } from './query-source.ts';

/** Rows of the smallest page that the API gives. */
const smallestPage = 200;

/**
 * A first look at a query, over REST whatever the activity: the SOQL with all values in place, and its first rows.
 * Nothing is added to the query; after a page of 200 rows no other is asked for, unless more rows are wanted.
 *
 * @throws ConnectorError as reading does
 */
export async function previewQuery(
  connection: SalesforceConnection,
  source: QuerySource,
  includeDeleted: boolean,
  { maxRows = 10, ...call }: PreviewCall = {},
): Promise<SourcePreview> {
  const statement = await soqlOf(connection, source, call);
  if (maxRows < 1) return { statement, rows: [], truncated: false };
  const fields = await fieldsOfQuery(connection, statement, call);
  const reading = queryRecords(
    connection,
    { soql: statement, includeDeleted, maxRows, fields, batchSize: smallestPage },
    call,
  );
  const rows: Row[] = [];
  for (let next = await reading.next(); ; next = await reading.next()) {
    if (next.done === true) return { statement, rows, truncated: next.value.truncated };
    rows.push(...next.value.rows);
  }
}
