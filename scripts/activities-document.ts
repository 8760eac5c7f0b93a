import type { ActivityTypeManifest } from '../src/contract/connector.ts';
import { salesforceServiceCloud } from '../src/plugin.ts';
import { activityExamples } from './activity-examples.ts';
import { schemaTable } from './schema-table.ts';

/** `docs/activities.md`, from the manifest of the connector. */
export function activitiesDocument(): string {
  const { activities } = salesforceServiceCloud.manifest;
  return [
    '# Activities',
    '',
    'Generated from `salesforceServiceCloud.manifest` by `node scripts/generate-docs.ts`.',
    '',
    'An activity is a JSON file in `activities/` of a project: a `name`, its `type`, the name of a `connection`, and the keys below. All text may hold [variables](project-files.md#variables-in-fields). Keys that are not listed are refused.',
    '',
    '| type | direction | carries | outcomes |',
    '|---|---|---|---|',
    ...activities.map(overviewRow),
    '',
    '- **source**: gives rows. **target**: takes rows, and gives its response (`id`, `success`, `created`, `errors`) row by row.',
    '- **CSV bytes**: without a transformation, the file goes through as it is and is never parsed into values.',
    '- **in input order**: the outcome of every row comes in the order of the input, with its number. Bulk jobs answer in any order; their outcomes carry the row itself instead.',
    '',
    ...activities.flatMap(section),
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

function section({ type, title, description, capabilities, options }: ActivityTypeManifest): string[] {
  const example = activityExamples[type];
  if (example === undefined) throw new TypeError(`activity-examples.ts has no example for ${type}.`);
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
  ];
}

function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
