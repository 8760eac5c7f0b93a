import type { JsonSchema } from '../../contract/schema.ts';
import { table } from './table.ts';

/** The columns of a row schema as a table: name, type, longest text, label. */
export function schemaTable(row: JsonSchema): string {
  const rows = Object.entries(recordOf(row['properties'])).map(([name, property]) => {
    const { type, format, maxLength, title } = recordOf(property);
    const length = typeof maxLength === 'number' ? maxLength : '';
    return [name, [typeText(type), textOf(format)].filter(Boolean).join(' '), length, textOf(title)];
  });
  return table(rows, ['FIELD', 'TYPE', 'LENGTH', 'LABEL']);
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
