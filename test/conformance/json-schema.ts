import type { JsonSchema } from '../../src/contract/schema.ts';

/** Properties of an object schema. */
export function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
}

const types = new Set(['string', 'number', 'integer', 'boolean', 'null', 'array', 'object']);

/** The keywords that are looked at; a value of another kind shows up as a problem further down. */
interface Keywords {
  readonly type?: unknown;
  readonly required?: readonly string[];
  readonly pattern?: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly patternProperties?: Readonly<Record<string, unknown>>;
  readonly items?: unknown;
  readonly additionalProperties?: unknown;
}

/** Places of a schema that no JSON Schema 2020-12 validator would take, as paths. Checks what this package uses. */
export function schemaProblems(schema: unknown, path = '#'): string[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [`${path}: no schema`];
  const { type, required, pattern, properties, patternProperties, items, additionalProperties } =
    schema as Keywords;
  const isNamed = (name: unknown): boolean => typeof name === 'string' && types.has(name);
  const problems: string[] = [];
  if (type !== undefined && !(Array.isArray(type) ? type.every(isNamed) : isNamed(type))) {
    problems.push(`${path}: type`);
  }
  if (required !== undefined && new Set(required).size !== required.length) {
    problems.push(`${path}: required`);
  }
  const patterns = [
    ...(typeof pattern === 'string' ? [pattern] : []),
    ...Object.keys(patternProperties ?? {}),
  ];
  for (const each of patterns) if (!compiles(each)) problems.push(`${path}: pattern ${each}`);
  for (const [name, each] of Object.entries({ ...properties, ...patternProperties })) {
    problems.push(...schemaProblems(each, `${path}/${name}`));
  }
  if (items !== undefined) problems.push(...schemaProblems(items, `${path}/items`));
  if (typeof additionalProperties === 'object')
    problems.push(...schemaProblems(additionalProperties, `${path}/*`));
  return problems;
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
}

/** Columns of a row that its schema does not allow, with the reason. */
export function rowProblems(row: Readonly<Record<string, unknown>>, schema: JsonSchema): string[] {
  const properties = propertiesOf(schema);
  const missing = ((schema['required'] ?? []) as string[]).filter((name) => !(name in row));
  const bad = Object.entries(row).flatMap(([name, value]) => {
    const property = properties[name];
    if (property === undefined) return [`${name} is not a property`];
    return hasType(value, property) ? [] : [`${name} does not fit ${JSON.stringify(property)}`];
  });
  return [...missing.map((name) => `${name} is missing`), ...bad];
}

function hasType(value: unknown, { type, pattern, maxLength, format }: JsonSchema): boolean {
  if (type === undefined) return true;
  const allowed = (Array.isArray(type) ? type : [type]) as readonly string[];
  const actual = typeOf(value);
  if (!allowed.includes(actual) && !(actual === 'integer' && allowed.includes('number'))) return false;
  if (typeof value !== 'string') return true;
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)) return false;
  if (format === 'date-time' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u.test(value)) return false;
  return typeof maxLength !== 'number' || value.length <= maxLength;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
