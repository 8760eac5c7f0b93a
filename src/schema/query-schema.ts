import type { JsonSchema } from '../contract/schema.ts';
import { compoundTypes, fieldSchema } from './field-schema.ts';
import type { QueryColumn, QueryShape } from './query-shape.ts';
import type { FieldDescribe, SObjectDescribe } from './sobject-describe.ts';

/** Fetches the description of an object. */
export type Describer = (object: string) => Promise<SObjectDescribe>;

/**
 * The row that a query gives, typed by what the org describes. Columns whose field cannot be found (a parent of
 * several types, a function's result) accept anything.
 *
 * @param shape of the query; `undefined` (unreadable query) gives a schema that says nothing about columns
 */
export async function queryRowSchema(
  shape: QueryShape | undefined,
  describe: Describer,
): Promise<JsonSchema> {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  if (shape === undefined) return { $schema, type: 'object' };
  return { $schema, ...(await rowSchema(shape, await describe(shape.object), describe)) };
}

/**
 * The describes of the fields behind a query's columns, by column name; for converting text to values. Columns that
 * are not plain fields are missing.
 */
export async function queryColumnFields(
  shape: QueryShape,
  describe: Describer,
): Promise<ReadonlyMap<string, FieldDescribe>> {
  const root = await describe(shape.object);
  const found = new Map<string, FieldDescribe>();
  for (const column of shape.columns ?? []) {
    const field =
      column.functionName === undefined ? await findField(root, column.path ?? [], describe) : undefined;
    if (field !== undefined) found.set(column.name, field);
  }
  return found;
}

async function rowSchema(
  shape: QueryShape,
  object: SObjectDescribe,
  describe: Describer,
): Promise<JsonSchema> {
  const properties: Record<string, JsonSchema> = {};
  const columns = shape.columns ?? everyField(object);
  for (const column of columns) properties[column.name] = await columnSchema(column, object, describe);
  for (const child of shape.children) {
    properties[child.relationshipName] = {
      type: ['array', 'null'],
      items: await childSchema(child.relationshipName, child.shape, object, describe),
    };
  }
  return {
    title: object.label,
    type: 'object',
    properties,
    ...(shape.columns === undefined ? {} : { required: columns.map(({ name }) => name) }),
    'x-salesforce': { object: object.name },
  };
}

function everyField(object: SObjectDescribe): QueryColumn[] {
  return object.fields
    .filter((field) => !compoundTypes.has(field.type))
    .map(({ name }) => ({ name, path: [name] }));
}

async function childSchema(
  relationshipName: string,
  shape: QueryShape,
  parent: SObjectDescribe,
  describe: Describer,
): Promise<JsonSchema> {
  const wanted = relationshipName.toLowerCase();
  const child = parent.childRelationships.find((each) => each.relationshipName?.toLowerCase() === wanted);
  return child === undefined
    ? { type: 'object' }
    : rowSchema(shape, await describe(child.childSObject), describe);
}

const aggregateSchemas: Readonly<Record<string, JsonSchema>> = {
  COUNT: { type: 'integer' },
  COUNT_DISTINCT: { type: 'integer' },
  GROUPING: { type: 'integer' },
  SUM: { type: ['number', 'null'] },
  AVG: { type: ['number', 'null'] },
};

async function columnSchema(
  column: QueryColumn,
  object: SObjectDescribe,
  describe: Describer,
): Promise<JsonSchema> {
  const aggregate = aggregateSchemas[column.functionName ?? ''];
  if (aggregate !== undefined) return aggregate;
  const field = await findField(object, column.path ?? [], describe);
  if (field === undefined) return {};
  // The label of a picklist value or a formatted number is text of any kind.
  if (column.functionName !== undefined && !['MIN', 'MAX'].includes(column.functionName))
    return { title: field.label };
  const schema = fieldSchema(field);
  return (column.path?.length ?? 0) > 1 ? orNull(schema) : schema;
}

/** A row may have no parent, and then nothing of it. */
function orNull(schema: JsonSchema): JsonSchema {
  return typeof schema['type'] === 'string' ? { ...schema, type: [schema['type'], 'null'] } : schema;
}

async function findField(
  object: SObjectDescribe,
  path: readonly string[],
  describe: Describer,
): Promise<FieldDescribe | undefined> {
  const [first, ...rest] = path;
  const wanted = first?.toLowerCase();
  if (rest.length === 0) return object.fields.find((field) => field.name.toLowerCase() === wanted);
  const reference = object.fields.find((field) => field.relationshipName?.toLowerCase() === wanted);
  const [parent, ...others] = reference?.referenceTo ?? [];
  // Only a parent of one type says what its fields are; `Owner.Name` of a user or a queue is left open.
  if (parent === undefined || others.length > 0) return undefined;
  return findField(await describe(parent), rest, describe);
}
