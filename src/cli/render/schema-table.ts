import type { JsonSchema } from '../../contract/schema.ts';
import { table } from './table.ts';

/**
 * The columns of a row schema as a table: name, type, longest text, whether records can be matched on it, label. Types
 * are Salesforce's own where the schema tells them.
 */
export function schemaTable(row: JsonSchema): string {
  const rows = Object.entries(recordOf(row['properties'])).map(([name, property]) => {
    const { type, format, maxLength, title, 'x-salesforce': annotation } = recordOf(property);
    const length = typeof maxLength === 'number' ? maxLength : '';
    const facts = recordOf(annotation);
    const shownType = salesforceType(facts) || [typeText(type), textOf(format)].filter(Boolean).join(' ');
    return [name, shownType, length, matching(facts), textOf(title)];
  });
  return table(rows, ['FIELD', 'TYPE', 'LENGTH', 'MATCH', 'LABEL']);
}

/** `reference(Contact)`, `picklist`; empty where the schema does not tell. */
function salesforceType({ type, referenceTo }: Readonly<Record<string, unknown>>): string {
  const targets = Array.isArray(referenceTo) ? `(${referenceTo.map(textOf).join(', ')})` : '';
  return type === undefined ? '' : textOf(type) + targets;
}

function matching({ externalId, idLookup }: Readonly<Record<string, unknown>>): string {
  if (externalId === true) return 'external id';
  return idLookup === true ? 'lookup' : '';
}

function typeText(type: unknown): string {
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  return types
    .filter((name) => name !== 'null')
    .map(textOf)
    .join('|');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
