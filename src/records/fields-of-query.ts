import type { CallOptions } from '../contract/connection.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { resolveQueryFields, type Describer, type QueryFields } from '../schema/query-fields.ts';
import { parseQueryShape } from '../schema/query-shape.ts';

/** Asks the connection for descriptions, which keeps them for a while. */
export function describerOf(connection: SalesforceConnection, call: CallOptions = {}): Describer {
  return (object) => connection.describeObject(object, call);
}

/**
 * The columns of a query with the org's description of each; `undefined` for SOQL that only the org can read.
 *
 * @throws ConnectorError `unknown-object`
 */
export async function fieldsOfQuery(soql: string, describe: Describer): Promise<QueryFields | undefined> {
  const shape = await parseQueryShape(soql);
  return shape && resolveQueryFields(shape, describe);
}
