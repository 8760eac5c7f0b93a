import type { CallOptions } from '../contract/connection.ts';
import type { ActivitySchemas } from '../contract/schema.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { resolveQueryFields, type QueryFields } from '../schema/query-fields.ts';
import { queryRowSchema } from '../schema/query-schema.ts';
import { parseQueryShape } from '../schema/query-shape.ts';
import { schemaName } from './schema-name.ts';

/**
 * The columns of a query with the org's description of each; `undefined` for SOQL that only the org can read.
 *
 * @throws ConnectorError `unknown-object`
 */
export async function fieldsOfQuery(
  connection: SalesforceConnection,
  soql: string,
  call: CallOptions = {},
): Promise<QueryFields | undefined> {
  const shape = await parseQueryShape(soql);
  return shape && resolveQueryFields(shape, (object) => connection.describeObject(object, call));
}

/** The rows of a query, under the name that hosts show. */
export async function querySchemas(
  connection: SalesforceConnection,
  type: string,
  soql: string,
  call?: CallOptions,
): Promise<ActivitySchemas> {
  const row = queryRowSchema(await fieldsOfQuery(connection, soql, call));
  return { source: { name: schemaName(connection, type, 'Response'), row } };
}
