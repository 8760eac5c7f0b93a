import { salesforceServiceCloud } from '../src/plugin.ts';
import { schemaTable } from './schema-table.ts';

/** A connection as a user would write it. A test opens it with the connector. */
const example = {
  type: salesforceServiceCloud.manifest.type,
  name: 'production',
  serverHost: 'https://example.my.salesforce.com',
  username: 'integration@example.com',
  password: '[password]',
  securityToken: '[token]',
  apiVersion: '67.0',
  maxConcurrentRequests: 5,
};

/** `docs/options.md`, from the manifest of the connector. */
export function optionsDocument(): string {
  return [
    '# Options of a connection',
    '',
    'Generated from `salesforceServiceCloud.manifest` by `node scripts/generate-docs.ts`.',
    '',
    'A connection is a JSON file: `connections/NAME.json` of a project, or any file that `--connection` names. `type` is always `salesforce-service-cloud`. All text may hold [variables](project-files.md#variables-in-fields); a secret is best one, or `{"env": "NAME"}`. Keys that are not listed are refused.',
    '',
    ...schemaTable(salesforceServiceCloud.manifest.connection),
    '```json',
    JSON.stringify(example, undefined, 2),
    '```',
    '',
    '```sh',
    'sfsc connection test production',
    '```',
    '',
    'The options of each activity are in [activities.md](activities.md).',
    '',
  ].join('\n');
}
