import type { JsonSchema, Schema } from '../src/contract/schema.ts';

/** What is shown of writes of cases, which have more columns than a page should. */
const shown = [
  'Id',
  'MessageId__c',
  'Subject',
  'Status',
  'IsEscalated',
  'OwnerId',
  'Contact.Email',
  'User:Owner.Username',
];

/** One side of an activity as a Markdown table of columns, under the name of the schema. */
export function rowTable(heading: string, { name, row }: Schema): string[] {
  const columns = Object.entries(row['properties'] as Readonly<Record<string, JsonSchema>>);
  const some = columns.length > 12 ? columns.filter(([column]) => shown.includes(column)) : columns;
  const left = columns.length - some.length;
  const required = new Set(row['required'] as readonly string[] | undefined);
  return [
    `${heading} \`${name}\`${left > 0 ? `, some of ${columns.length} columns` : ''}:`,
    '',
    '| column | label | value | more |',
    '|---|---|---|---|',
    ...some.map(([column, property]) => {
      const cells = [
        `\`${column}\``,
        labelOf(property),
        valueOf(property),
        more(property, required.has(column)),
      ];
      return `| ${cells.join(' | ').replaceAll('\n', ' ')} |`;
    }),
    '',
  ];
}

function labelOf({ title }: JsonSchema): string {
  return typeof title === 'string' ? title : '';
}

/** What is read of a property. */
interface Shown {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly items?: JsonSchema;
  readonly maxLength?: number;
  readonly readOnly?: boolean;
  readonly examples?: readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly 'x-salesforce'?: {
    readonly referenceTo?: readonly string[];
    readonly sets?: string;
    readonly externalId?: boolean;
    readonly idLookup?: boolean;
    readonly unique?: boolean;
    readonly defaultValue?: string | number | boolean;
    readonly defaultedOnCreate?: boolean;
  };
}

function valueOf({ type: given = 'any', format, pattern, items }: Shown): string {
  const types = [given].flat();
  const type = types.filter((each) => each !== 'null').join(', ');
  const shownType = items === undefined ? type : `array of ${listed(items)}`;
  const plain = shownType === 'string' ? (pattern === undefined ? (format ?? 'string') : 'id') : shownType;
  return types.includes('null') ? `${plain} or null` : plain;
}

function listed({ type, properties }: JsonSchema): string {
  if (typeof properties !== 'object' || properties === null) return `${String(type)}s`;
  return Object.keys(properties)
    .map((name) => `\`${name}\``)
    .join(', ');
}

/** What a row must have, and what the annotations tell, in words. */
function more(
  { maxLength, readOnly, examples, enum: values, 'x-salesforce': facts = {} }: Shown,
  isRequired: boolean,
): string {
  const { referenceTo, sets, externalId, idLookup, unique, defaultValue, defaultedOnCreate } = facts;
  return [
    isRequired && '**always there**',
    maxLength !== undefined && `up to ${maxLength.toLocaleString('en')} characters`,
    values && `one of ${values.filter((value) => value !== null).join(', ')}`,
    examples && `such as ${examples.join(', ')}`,
    referenceTo && `to ${referenceTo.join(', ')}`,
    sets !== undefined && `sets \`${sets}\``,
    externalId === true ? 'external id' : idLookup === true && 'idLookup',
    unique === true && 'unique',
    defaultValue === undefined
      ? defaultedOnCreate === true && 'filled in by the org'
      : `default \`${JSON.stringify(defaultValue)}\``,
    readOnly === true && 'read-only',
  ]
    .filter((fact) => typeof fact === 'string')
    .join('; ');
}
