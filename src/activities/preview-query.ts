import type { PreviewCall, SourcePreview } from '../contract/activity.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { lookAtQuery } from '../records/look-at-query.ts';
import { fieldsOfQuery } from './query-fields.ts';
import { soqlOf, type QuerySource } from './query-source.ts';

/**
 * A first look at a query, over REST whatever the activity: the SOQL with all values in place, and its first rows.
 * Nothing is added to the query; one page of it is read.
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
  const look = { soql: statement, includeDeleted, maxRows, fields };
  return { statement, ...(await lookAtQuery(connection, look, call)) };
}
