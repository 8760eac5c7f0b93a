import { join } from 'node:path';
import type { ActivityTypeManifest } from '../src/contract/connector.ts';
import type { ActivitySchemas } from '../src/contract/schema.ts';
import { salesforceServiceCloud } from '../src/plugin.ts';
import { activityExamples, type ActivityExample } from './activity-examples.ts';
import { localSchemas } from './local-schemas.ts';
import { rowTable } from './row-table.ts';
import { schemaTable } from './schema-table.ts';

/** `docs/activities.md`, from the manifest of the connector, and from what its activities say of a local org. */
export async function activitiesDocument(): Promise<string> {
  const { activities } = salesforceServiceCloud.manifest;
  const schemas = await localSchemas(
    activities.map(({ type }) => ({ type, options: optionsOf(exampleOf(type)) })),
    join(import.meta.dirname, 'example-objects.json'),
  );
  return [
    '# Activities',
    '',
    'Generated from `salesforceServiceCloud.manifest` by `node scripts/generate-docs.ts`.',
    '',
    'An activity is a JSON file in `activities/` of a project: a `name`, its `type`, the name of a `connection`, and the keys below. All text may hold [variables](project-files.md#variables-in-fields). Keys that are not listed are refused.',
    '',
    'Under every example stand the rows that it takes and gives, as [its schemas](schemas.md) tell them of an org with one custom field, `MessageId__c`.',
    '',
    '| type | direction | carries | outcomes |',
    '|---|---|---|---|',
    ...activities.map(overviewRow),
    '',
    '- **source**: gives rows. **target**: takes rows, and gives its response (`id`, `success`, `created`, `errors`) row by row.',
    '- **CSV bytes**: without a transformation, the file goes through as it is and is never parsed into values.',
    '- **in input order**: the outcome of every row comes in the order of the input, with its number. Bulk jobs answer in any order; their outcomes carry the row itself instead.',
    '',
    ...activities.flatMap((activity, position) => section(activity, schemas[position])),
  ].join('\n');
}

function overviewRow({ type, title, capabilities }: ActivityTypeManifest): string {
  const { direction, bytes, outcomesInInputOrder } = capabilities;
  const outcomes = direction === 'source' ? 'none' : outcomesInInputOrder ? 'in input order' : 'in any order';
  const cells = [
    `[\`${type}\`](#${anchorOf(title)})`,
    direction,
    bytes ? 'rows or CSV bytes' : 'rows',
    outcomes,
  ];
  return `| ${cells.join(' | ')} |`;
}

function exampleOf(type: string): ActivityExample {
  const example = activityExamples[type];
  if (example === undefined) throw new TypeError(`activity-examples.ts has no example for ${type}.`);
  return example;
}

/** An activity's file without what the project says of it. */
function optionsOf({ activity }: ActivityExample): Readonly<Record<string, unknown>> {
  const { name: _, type: __, connection: ___, ...options } = activity;
  return options;
}

function section(
  { type, title, description, capabilities, options }: ActivityTypeManifest,
  schemas: ActivitySchemas | undefined,
): string[] {
  const example = exampleOf(type);
  return [
    `## ${title}`,
    '',
    `\`${type}\`: ${lowerFirst(description)}`,
    '',
    ...(capabilities.transformationAllowed ? [] : ['No transformation may stand next to it.', '']),
    ...schemaTable(options),
    '```json',
    JSON.stringify(example.activity, undefined, 2),
    '```',
    '',
    '```sh',
    `sfsc activity ${String(example.activity['name'])} ${example.run}`,
    `sfsc ${example.direct}`,
    '```',
    '',
    ...(schemas?.target === undefined ? [] : rowTable('Takes', schemas.target)),
    ...(schemas === undefined ? [] : rowTable('Gives', schemas.source)),
  ];
}

function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
