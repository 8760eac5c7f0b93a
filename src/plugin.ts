import type { ActivityTypeManifest, Connector, ConnectorManifest } from './contract/connector.ts';
import type { JsonSchema } from './contract/schema.ts';
import { allActivities } from './activities/all-activities.ts';
import type { ActivityType } from './activities/activity-type.ts';
import { identityFields, identityOf, routeFields } from './connection/options/connection-identity.ts';
import { connectionConfigSchema, parseConnectionOptions } from './connection/options/connection-options.ts';
import type { SalesforceConnection } from './connection/salesforce-connection.ts';
import { openSalesforceConnection } from './connection/open-salesforce-connection.ts';
import type { RunContext } from './contract/run-context.ts';
import type { ServiceCloudConnection } from './connection/record-calls.ts';
import { ConnectorError } from './errors/connector-error.ts';
import { withRecordCalls } from './records/single/record-calls.ts';
import { version } from './version.ts';

export {
  migrateToOAuth,
  type OAuthMigration,
  type OAuthMigrationOptions,
} from './connection/options/migrate-to-oauth.ts';
export { xmlSchemaOf } from './schema/xml-schema.ts';
export type { MigrationVariable, OAuthMigrationType } from './connection/options/oauth-setup-steps.ts';

const byType: ReadonlyMap<string, ActivityType> = new Map(
  allActivities.map((activity) => [activity.type, activity]),
);

/** Drawn up when asked for, once: most runs need no form. */
const manifest: ConnectorManifest = {
  type: 'salesforce-service-cloud',
  title: 'Salesforce Service Cloud',
  version,
  get connection() {
    connectionSchema ??= connectionConfigSchema();
    return connectionSchema;
  },
  identityFields,
  routeFields,
  get activities() {
    activityManifests ??= allActivities.map((activity) => activity.manifest());
    return activityManifests;
  },
};

let connectionSchema: JsonSchema | undefined;
let activityManifests: readonly ActivityTypeManifest[] | undefined;

/** What the plugin is to a caller who knows that it is Salesforce: its connections have calls on single records. */
export interface SalesforceConnector extends Connector<SalesforceConnection> {
  connect(config: unknown, context: RunContext): ServiceCloudConnection;
}

/** The connector that a host registers: Salesforce Service Cloud, one connection type and eleven activity types. */
export const salesforceServiceCloud: SalesforceConnector = {
  manifest,
  connect: (config, context) => withRecordCalls(openSalesforceConnection(config, context)),
  identify: (config) => identityOf(parseConnectionOptions(config)),
  activity(type, options) {
    const known = byType.get(type);
    if (known !== undefined) return known.configure(options);
    throw new ConnectorError('unknown-activity-type', `There is no activity type ${type}.`, {
      details: { type, known: [...byType.keys()] },
      nextSteps: [`Use one of: ${[...byType.keys()].join(', ')}.`],
    });
  },
};
