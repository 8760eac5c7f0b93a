import type { CallOptions } from '../contract/connection.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { describerOf, fieldsOfQuery as fieldsBehind } from '../records/fields-of-query.ts';
import type { QueryFields } from '../schema/query-fields.ts';
import { queryRowSchema } from '../schema/query-schema.ts';
import type { RowSchemas } from './row-schemas.ts';

/**
 * The columns of a query with the org's description of each; `undefined` for SOQL that only the org can read.
 *
 * @throws ConnectorError `unknown-object`
 */
export function fieldsOfQuery(
  connection: SalesforceConnection,
  soql: string,
  call: CallOptions = {},
): Promise<QueryFields | undefined> {
  return fieldsBehind(soql, describerOf(connection, call));
}

/** The rows of a query. */
export async function queryRowSchemas(
  connection: SalesforceConnection,
  soql: string,
  call: CallOptions,
): Promise<RowSchemas> {
  return { source: queryRowSchema(await fieldsOfQuery(connection, soql, call)) };
}
