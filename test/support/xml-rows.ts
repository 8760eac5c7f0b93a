import type { JsonSchema, Schema } from '../../src/contract/schema.ts';
import { xmlNameOf } from '../../src/schema/xml-name.ts';

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** Rows as an XML document of the shape that `xmlSchemaOf` describes, columns in the order of the schema. */
export function xmlRows({ row: schema }: Schema, rows: readonly Readonly<Record<string, Value>>[]): string {
  const { root, row, text } = schema['x-xml'] as Readonly<Record<string, string>>;
  const lines = rows.map((each) =>
    text === undefined
      ? `<${row}>${cells(schema, each)}</${row}>`
      : `<${row}>${cellText(each[text] ?? null)}</${row}>`,
  );
  return `<${root} ${xsi}>${lines.join('')}</${root}>`;
}

function cells(schema: JsonSchema, row: Readonly<Record<string, Value>>): string {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const known = Object.keys(properties).filter((name) => name in row);
  const others = Object.keys(row).filter((name) => !(name in properties));
  return [...known, ...others].map((name) => cell(name, row[name] ?? null, properties[name] ?? {})).join('');
}

function cell(column: string, value: Value, schema: JsonSchema): string {
  const name = xmlNameOf(column);
  if (value === null) return 'items' in schema ? '' : `<${name} xsi:nil="true"/>`;
  if (typeof value !== 'object') return `<${name}>${cellText(value)}</${name}>`;
  const items = (schema['items'] ?? {}) as JsonSchema;
  if (Array.isArray(value))
    return value
      .map((item: Value) =>
        typeof item === 'object' && item !== null
          ? `<${name}>${cells(items, item as Readonly<Record<string, Value>>)}</${name}>`
          : cell(column, item, items),
      )
      .join('');
  return '';
}

function cellText(value: Value): string {
  return typeof value === 'object' ? '' : String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
