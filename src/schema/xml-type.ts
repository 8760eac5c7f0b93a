import type { JsonSchema } from '../contract/schema.ts';
import { element } from './xml-text.ts';

/** Formats of text that have a type of their own. */
const byFormat: Readonly<Record<string, string>> = {
  date: 'xs:date',
  'date-time': 'xs:dateTime',
  time: 'xs:time',
};

const byType: Readonly<Record<string, string>> = {
  string: 'xs:string',
  boolean: 'xs:boolean',
  number: 'xs:decimal',
  integer: 'xs:integer',
};

/** Values of `xs:int` lie on this side of it. */
const beyondInt = 2 ** 31;

/** The type of a value as `xs:simpleType`: a built-in one, restricted by the keywords of the schema. */
export function xmlTypeOf(schema: JsonSchema): string[][] {
  const restriction = element('xs:restriction', { base: baseOf(schema) }, facetsOf(schema));
  return [element('xs:simpleType', {}, [restriction])];
}

function baseOf(schema: JsonSchema): string {
  const [type, ...others] = [schema['type']].flat().filter((name) => name !== 'null');
  // Of several types of value, or of any, only their text is sure.
  if (typeof type !== 'string' || others.length > 0) return 'xs:string';
  if (type === 'string' && schema['contentEncoding'] === 'base64') return 'xs:base64Binary';
  if (type === 'string') return byFormat[String(schema['format'])] ?? 'xs:string';
  const limit = schema['exclusiveMaximum'];
  if (type === 'integer' && typeof limit === 'number' && limit < beyondInt) return 'xs:int';
  return byType[type] ?? 'xs:string';
}

/** The facets in the order in which a reader looks for them: lengths, digits, bounds, pattern, values. */
function facetsOf(schema: JsonSchema): string[][] {
  const values = (schema['enum'] ?? []) as readonly unknown[];
  return [
    ...facet('xs:minLength', schema['minLength']),
    ...facet('xs:maxLength', schema['maxLength']),
    ...digits(schema),
    ...facet('xs:minExclusive', schema['exclusiveMinimum']),
    ...facet('xs:maxExclusive', schema['exclusiveMaximum']),
    ...facet('xs:pattern', patternOf(schema['pattern'])),
    ...values.filter((value) => value !== null).flatMap((value) => facet('xs:enumeration', value)),
  ];
}

/** Digits are told of fields whose values are stored as they are; results of formulas have no such bounds. */
function digits(schema: JsonSchema): string[][] {
  const facts = (schema['x-salesforce'] ?? {}) as { readonly precision?: number; readonly scale?: number };
  if (schema['exclusiveMaximum'] === undefined || facts.precision === undefined) return [];
  return [...facet('xs:totalDigits', facts.precision), ...facet('xs:fractionDigits', facts.scale)];
}

/** XML Schema matches whole values by itself and has no anchors. */
function patternOf(pattern: unknown): unknown {
  return typeof pattern === 'string' ? pattern.replace(/^\^/, '').replace(/\$$/, '') : undefined;
}

function facet(name: string, value: unknown): string[][] {
  return value === undefined ? [] : [element(name, { value: textOf(value) })];
}

function textOf(value: unknown): string {
  // 1e21 and more would be written with an exponent, which decimals do not have.
  return typeof value === 'number' && Math.abs(value) >= 1e21 ? BigInt(value).toString() : String(value);
}
