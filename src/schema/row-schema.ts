import type { JsonSchema } from '../contract/schema.ts';
import { compoundTypes, fieldSchema, idPattern, orNull } from './field-schema.ts';
import { parentColumns, type ParentColumns } from './parent-columns.ts';
import type { ParentObjects } from './parent-objects.ts';
import type { FieldDescribe, SObjectDescribe } from './sobject-describe.ts';
import { isRequiredOnCreate, isWritable, type WriteOperation } from './write-operation.ts';
import { xmlNames } from './xml-names.ts';

const draft = 'https://json-schema.org/draft/2020-12/schema';

/** All fields of an object that have a column of their own, as the schema of one record. */
export function recordSchema(describe: SObjectDescribe): JsonSchema {
  return {
    $schema: draft,
    title: describe.label,
    type: 'object',
    properties: Object.fromEntries(
      describe.fields
        .filter((field) => !compoundTypes.has(field.type))
        .map((field) => [field.name, fieldSchema(field)]),
    ),
    'x-salesforce': { object: describe.name },
  };
}

/** What a write's rows depend on besides the object. */
export interface WriteRowOptions {
  /** The field that an upsert matches on, already checked. */
  readonly externalIdField?: string | undefined;
  /** Objects whose keys are named; parents of other objects are taken by any field. Default: none. */
  readonly parents?: ParentObjects;
}

/**
 * The row that a write takes: the fields that the operation may set, the key that it needs, and parents by an
 * external id as `Relationship.Field` (`Type:Relationship.Field` where the parent may be of several types).
 */
export function writeRowSchema(
  describe: SObjectDescribe,
  operation: WriteOperation,
  { externalIdField, parents = new Map() }: WriteRowOptions = {},
): JsonSchema {
  const key = operation === 'upsert' ? externalIdField : operation === 'insert' ? undefined : 'Id';
  const fields = describe.fields.filter((field) => field.name === key || isWritable(field, operation));
  const columns = parentColumns(fields, parents);
  const { properties, patternProperties } = columns;
  return {
    $schema: draft,
    title: describe.label,
    type: 'object',
    properties: {
      ...Object.fromEntries(
        fields.map((field) => [field.name, writtenField(field, operation, field.name === key)]),
      ),
      ...properties,
    },
    ...(Object.keys(patternProperties).length > 0 ? { patternProperties } : {}),
    ...(operation === 'insert' ? requiredOnCreate(fields, columns) : {}),
    ...(key === undefined || operation === 'upsert' ? {} : { required: [key] }),
    additionalProperties: false,
    'x-salesforce': { object: describe.name, operation, ...(key === undefined ? {} : { key }) },
    'x-xml': xmlNames(operation, 'Request'),
  };
}

/** What a new record needs. A lookup may be there by a key of the parent instead. */
function requiredOnCreate(fields: readonly FieldDescribe[], { bySetting, open }: ParentColumns): JsonSchema {
  const needed = fields.filter((field) => isRequiredOnCreate(field) && !open.has(field.name));
  const others = ({ name }: FieldDescribe): readonly string[] => bySetting.get(name) ?? [];
  const required = needed.filter((field) => others(field).length === 0).map(({ name }) => name);
  const either = needed.filter((field) => others(field).length > 0);
  return {
    ...(required.length > 0 ? { required } : {}),
    ...(either.length > 0 ? { allOf: either.map((field) => oneOfThem([field.name, ...others(field)])) } : {}),
  };
}

function oneOfThem(columns: readonly string[]): JsonSchema {
  return { anyOf: columns.map((column) => ({ required: [column] })) };
}

/** The row that a delete takes: only ids, of whatever object. */
export function deleteRowSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'Records to delete',
    type: 'object',
    properties: { Id: { type: 'string', pattern: idPattern, title: 'Record ID' } },
    required: ['Id'],
    additionalProperties: false,
    'x-salesforce': { operation: 'delete', key: 'Id' },
    'x-xml': xmlNames('delete', 'Request'),
  };
}

/** The row that a write answers with, one for each input row. */
export function responseRowSchema(operation: WriteOperation): JsonSchema {
  return {
    $schema: draft,
    title: 'Result',
    type: 'object',
    properties: {
      id: { type: ['string', 'null'], title: 'Record ID' },
      success: { type: 'boolean' },
      ...(operation === 'insert' || operation === 'upsert' ? { created: { type: 'boolean' } } : {}),
      errors: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            statusCode: { type: 'string' },
            message: { type: 'string' },
            fields: { type: 'array', items: { type: 'string' } },
          },
          required: ['statusCode', 'message', 'fields'],
        },
      },
    },
    required: ['success', 'errors'],
    'x-xml': xmlNames(operation, 'Response'),
  };
}

/** What a field takes in this write. A key that is given in a request is not read-only there. */
function writtenField(field: FieldDescribe, operation: WriteOperation, isKey: boolean): JsonSchema {
  const { readOnly: _, ...schema } = fieldSchema(field);
  // Rows of an upsert without a key are inserted.
  if (isKey && operation === 'upsert') return orNull(schema);
  const needsText = operation === 'insert' && isRequiredOnCreate(field) && schema['maxLength'] !== undefined;
  return needsText ? { ...schema, minLength: 1 } : schema;
}
