import type { SalesforceConnection } from '../connection/salesforce-connection.ts';

/** `<Connection>→<activity type>→Request` or `…→Response`. */
export function schemaName(
  connection: SalesforceConnection,
  type: string,
  side: 'Request' | 'Response',
): string {
  return `${connection.name}→${type}→${side}`;
}
