import type { SchemasCall } from '../contract/activity.ts';
import type { ActivitySchemas, JsonSchema } from '../contract/schema.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';

/** The rows that an activity takes and gives, as its declaration describes them. */
export interface RowSchemas {
  readonly source: JsonSchema;
  /** Targets only. */
  readonly target?: JsonSchema;
}

/** The same under the names that hosts show: what goes in is the request, what comes out the response. */
export function namedSchemas(
  { source, target }: RowSchemas,
  connection: SalesforceConnection,
  activity: { readonly type: string } & Pick<SchemasCall, 'activityName'>,
): ActivitySchemas {
  const name = `${connection.name}→${activity.activityName ?? activity.type}`;
  return {
    source: { name: `${name}→Response`, row: source },
    ...(target !== undefined && { target: { name: `${name}→Request`, row: target } }),
  };
}
