import type { JsonSchema } from '../contract/schema.ts';
import { compoundTypes, fieldSchema } from './field-schema.ts';
import type { FieldDescribe, SObjectDescribe } from './sobject-describe.ts';
import { isRequiredOnCreate, isWritable, type WriteOperation } from './write-operation.ts';

const draft = 'https://json-schema.org/draft/2020-12/schema';

/** All fields of an object that have a column of their own, as the schema of one record. */
export function recordSchema(describe: SObjectDescribe): JsonSchema {
  return {
    $schema: draft,
    title: describe.label,
    type: 'object',
    properties: properties(describe.fields.filter((field) => !compoundTypes.has(field.type))),
    'x-salesforce': { object: describe.name },
  };
}

/**
 * The row that a write takes: the fields that the operation may set, the key that it needs, and parents by an
 * external id as `Relationship.Field` (`Type:Relationship.Field` where the parent may be of several types).
 *
 * @param externalIdField the field that an upsert matches on, already checked
 */
export function writeRowSchema(
  describe: SObjectDescribe,
  operation: WriteOperation,
  externalIdField?: string,
): JsonSchema {
  const key = operation === 'upsert' ? externalIdField : operation === 'insert' ? undefined : 'Id';
  const fields = describe.fields.filter((field) => field.name === key || isWritable(field, operation));
  const required = [
    ...(key === undefined || operation === 'upsert' ? [] : [key]),
    ...(operation === 'insert' ? fields.filter(isRequiredOnCreate).map(({ name }) => name) : []),
  ];
  return {
    $schema: draft,
    title: describe.label,
    type: 'object',
    properties: properties(fields),
    ...parentColumns(fields),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
    'x-salesforce': { object: describe.name, operation, ...(key === undefined ? {} : { key }) },
  };
}

/** The row that a delete takes: only ids, of whatever object. */
export function deleteRowSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'Records to delete',
    type: 'object',
    properties: { Id: { type: 'string', pattern: '^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$', title: 'Record ID' } },
    required: ['Id'],
    additionalProperties: false,
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
  };
}

function properties(fields: readonly FieldDescribe[]): JsonSchema {
  return Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)]));
}

function parentColumns(fields: readonly FieldDescribe[]): JsonSchema {
  const patterns = fields.flatMap((field): [string, JsonSchema][] => {
    if (field.relationshipName == null) return [];
    const type = field.referenceTo.length > 1 ? `(?:${field.referenceTo.join('|')}):` : '';
    return [
      [
        `^${type}${field.relationshipName}\\.\\w+$`,
        {
          type: ['string', 'null'],
          title: `${field.label} by an external id`,
          'x-salesforce': { sets: field.name },
        },
      ],
    ];
  });
  return patterns.length > 0 ? { patternProperties: Object.fromEntries(patterns) } : {};
}
