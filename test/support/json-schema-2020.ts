type Schema = Readonly<Record<string, unknown>>;

const types: ReadonlySet<unknown> = new Set([
  'string',
  'number',
  'integer',
  'boolean',
  'null',
  'array',
  'object',
]);
const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isLength = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isList = (value: unknown): boolean => Array.isArray(value);

/** The keywords of the 2020-12 meta-schema that this package uses, and the values that it lets them have. */
const keywords: Readonly<Record<string, (value: unknown) => boolean>> = {
  $schema: (value) => value === 'https://json-schema.org/draft/2020-12/schema',
  title: isText,
  description: isText,
  examples: isList,
  enum: isList,
  type: (value) =>
    isDistinct(value) ? value.length > 0 && value.every((each) => types.has(each)) : types.has(value),
  format: isText,
  contentEncoding: isText,
  pattern: compiles,
  minLength: isLength,
  maxLength: isLength,
  exclusiveMinimum: isNumber,
  exclusiveMaximum: isNumber,
  readOnly: isFlag,
  required: (value) => isDistinct(value) && value.every(isText),
  additionalProperties: isFlag,
  properties: isSchemas,
  patternProperties: (value) => isSchemas(value) && Object.keys(value).every(compiles),
  items: isSchema,
  allOf: (value) => isList(value),
  anyOf: (value) => isList(value),
};

/** Places of a document that the 2020-12 meta-schema refuses, or that use keywords which nobody here meant to. */
export function metaSchemaProblems(schema: unknown, path = '#'): string[] {
  if (!isSchema(schema)) return [`${path}: no schema`];
  const problems = Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword.startsWith('x-')) return [];
    return keywords[keyword]?.(value) === true ? [] : [`${path}: ${keyword}`];
  });
  return [
    ...problems,
    ...subschemas(schema).flatMap(([name, each]) => metaSchemaProblems(each, `${path}/${name}`)),
  ];
}

/** The keywords that {@link instanceProblems} looks at. */
interface Checked {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly format?: string;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema | undefined>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** Why a value is not valid under a schema, as places; empty when it is. `format` counts for dates. */
export function instanceProblems(value: unknown, schema: Schema, path = ''): string[] {
  const { type = [], enum: values, items = {} }: Checked = schema;
  const problem = (keyword: string): string[] => [`${path || 'row'}: ${keyword}`];
  const typeNames = [type].flat();
  if (typeNames.length > 0 && !typeNames.some((name) => hasType(value, name))) return problem('type');
  return [
    ...(values === undefined || values.includes(value) ? [] : problem('enum')),
    ...(typeof value === 'string' ? textProblems(value, schema).flatMap(problem) : []),
    ...(typeof value === 'number' ? boundProblems(value, schema).flatMap(problem) : []),
    ...(Array.isArray(value)
      ? value.flatMap((each, at) => instanceProblems(each, items, `${path}/${at}`))
      : isSchema(value)
        ? rowProblems(value, schema, path)
        : []),
  ];
}

function rowProblems(row: Schema, schema: Schema, path: string): string[] {
  const { properties = {}, patternProperties = {}, required = [], allOf = [], anyOf = [] }: Checked = schema;
  const missing = required.filter((name) => !(name in row));
  const columns = Object.entries(row).flatMap(([name, value]) => {
    const applying = [
      ...(properties[name] === undefined ? [] : [properties[name]]),
      ...Object.entries(patternProperties).flatMap(([pattern, each]) =>
        new RegExp(pattern, 'u').test(name) ? [each] : [],
      ),
    ];
    if (applying.length === 0 && schema['additionalProperties'] === false)
      return [`${path}/${name}: not a column`];
    return applying.flatMap((each) => instanceProblems(value, each, `${path}/${name}`));
  });
  const isNone = anyOf.length > 0 && anyOf.every((each) => instanceProblems(row, each, path).length > 0);
  return [
    ...missing.map((name) => `${path}/${name}: required`),
    ...columns,
    ...allOf.flatMap((each) => instanceProblems(row, each, path)),
    ...(isNone ? [`${path || 'row'}: anyOf`] : []),
  ];
}

const formats: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
  time: /^\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
};

function textProblems(value: string, schema: Schema): string[] {
  const { pattern, minLength = 0, maxLength = Infinity, format }: Checked = schema;
  const length = Array.from(value).length;
  return [
    ...(length < minLength ? ['minLength'] : []),
    ...(length > maxLength ? ['maxLength'] : []),
    ...(pattern === undefined || new RegExp(pattern, 'u').test(value) ? [] : ['pattern']),
    ...(format === undefined || (formats[format]?.test(value) ?? true) ? [] : ['format']),
  ];
}

function boundProblems(value: number, schema: Schema): string[] {
  const { exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity }: Checked = schema;
  return value > exclusiveMinimum && value < exclusiveMaximum ? [] : ['bounds'];
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isSchema(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

function subschemas({ properties, patternProperties, items, allOf, anyOf }: Schema): [string, unknown][] {
  return [
    ...Object.entries({ ...(properties as Schema), ...(patternProperties as Schema) }),
    ...(items === undefined ? [] : [['items', items] as [string, unknown]]),
    ...Object.entries({ ...((allOf ?? []) as Schema) }),
    ...Object.entries({ ...((anyOf ?? []) as Schema) }),
  ];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSchemas(value: unknown): value is Readonly<Record<string, Schema>> {
  return isSchema(value) && Object.values(value).every(isSchema);
}

function isDistinct(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && new Set(value).size === value.length;
}

function compiles(pattern: unknown): boolean {
  try {
    return typeof pattern === 'string' && new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
}
