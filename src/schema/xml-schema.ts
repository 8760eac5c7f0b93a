import type { JsonSchema, Schema } from '../contract/schema.ts';
import { xmlNameOf } from './xml-name.ts';
import { element, textElement } from './xml-text.ts';
import { xmlTypeOf } from './xml-type.ts';

/**
 * The same rows as XML Schema 1.0: one document of elements without a namespace, which holds any number of rows.
 *
 * Elements stand in the order of the properties. A column that a row must have occurs exactly once, others at most once;
 * a value that may be null is `nillable`; child rows and lists are repeated elements. Labels and help are in
 * `xs:documentation`; a column whose name XML cannot hold is told in `xs:appinfo`. Columns that are known by a pattern
 * only (`patternProperties`) have no element.
 *
 * @returns UTF-8 text that starts with an XML declaration and ends with a line end
 */
export function xmlSchemaOf({ name, row }: Schema): string {
  const { root = 'rows', row: rowName = 'row', text } = namesOf(row);
  const bareColumn = text === undefined ? undefined : propertiesOf(row)[text];
  const rows =
    bareColumn === undefined
      ? rowElement(rowName, row)
      : element('xs:element', { name: rowName, ...anyNumber }, [
          ...annotation(rowName, bareColumn),
          ...xmlTypeOf(bareColumn),
        ]);
  const document = element('xs:schema', { 'xmlns:xs': 'http://www.w3.org/2001/XMLSchema' }, [
    element('xs:annotation', {}, [textElement('xs:documentation', {}, name)]),
    element('xs:element', { name: xmlNameOf(root) }, [
      element('xs:complexType', {}, [element('xs:sequence', {}, [rows])]),
    ]),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${document.join('\n')}\n`;
}

const anyNumber = { minOccurs: '0', maxOccurs: 'unbounded' };

/** A row inside a document, or a child row inside its parent. */
function rowElement(name: string, row: JsonSchema): string[] {
  return element('xs:element', { name: xmlNameOf(name), ...anyNumber }, [
    ...annotation(name, row),
    ...rowType(row),
  ]);
}

function rowType(row: JsonSchema): string[][] {
  const required = new Set(row['required'] as readonly string[] | undefined);
  const columns = Object.entries(propertiesOf(row)).map(([name, property]) =>
    columnElement(name, property, required.has(name)),
  );
  // A row of which nothing is known may hold anything.
  const open = element('xs:any', { processContents: 'skip', ...anyNumber });
  return [element('xs:complexType', {}, [element('xs:sequence', {}, columns.length > 0 ? columns : [open])])];
}

function columnElement(name: string, property: JsonSchema, isRequired: boolean): string[] {
  const items = property['items'] as JsonSchema | undefined;
  if (items !== undefined) {
    if (items['type'] === 'object') return rowElement(name, items);
    return element('xs:element', { name: xmlNameOf(name), ...anyNumber }, xmlTypeOf(items));
  }
  const attributes = {
    name: xmlNameOf(name),
    ...(isRequired ? {} : { minOccurs: '0' }),
    ...(mayBeNull(property) ? { nillable: 'true' } : {}),
  };
  return element('xs:element', attributes, [...annotation(name, property), ...xmlTypeOf(property)]);
}

/** Label, help, and the name of a column that the element cannot have. */
function annotation(name: string, { title, description }: JsonSchema): string[][] {
  const parts = [
    ...(typeof title === 'string' ? [textElement('xs:documentation', { source: 'label' }, title)] : []),
    ...(typeof description === 'string'
      ? [textElement('xs:documentation', { source: 'help' }, description)]
      : []),
    ...(xmlNameOf(name) === name ? [] : [textElement('xs:appinfo', { source: 'column' }, name)]),
  ];
  return parts.length > 0 ? [element('xs:annotation', {}, parts)] : [];
}

/** A schema without a type takes everything, null too. */
function mayBeNull({ type }: JsonSchema): boolean {
  return type === undefined || type === 'null' || (Array.isArray(type) && type.includes('null'));
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
}

function namesOf(row: JsonSchema): { readonly root?: string; readonly row?: string; readonly text?: string } {
  return row['x-xml'] ?? {};
}
