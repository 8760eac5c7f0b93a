import { salesforceServiceCloud } from '../src/plugin.ts';
import type { JsonSchema } from '../src/contract/schema.ts';
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

const { connection } = salesforceServiceCloud.manifest;
const { authentication } = connection['properties'] as { readonly authentication: JsonSchema };
const authentications = authentication['oneOf'] as readonly JsonSchema[];

/** One way of logging in. */
function authenticationSection(alternative: JsonSchema): string[] {
  const { type, ...own } = alternative['properties'] as Readonly<Record<string, JsonSchema>>;
  return [
    `## \`${String(type?.['const'])}\``,
    '',
    `${String(alternative['title'])}. ${String(alternative['description'])}`,
    '',
    ...(Object.keys(own).length === 0 ? [] : schemaTable(alternative, 'authentication.')),
  ];
}

/** `docs/options.md`, from the manifest of the connector. */
export function optionsDocument(): string {
  return [
    '# Options of a connection',
    '',
    'Generated from `salesforceServiceCloud.manifest` by `node scripts/generate-docs.ts`.',
    '',
    'A connection is a JSON file: `connections/NAME.json` of a project, or any file that `--connection` names. `type` is always `salesforce-service-cloud`. All text may hold [variables](project-files.md#variables-in-fields); a secret is best one, or `{"env": "NAME"}`. Keys that are not listed are refused. [connection.md](connection.md) shows the way to a connection that works.',
    '',
    ...schemaTable(connection),
    ...authentications.flatMap(authenticationSection),
    '## An example',
    '',
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
