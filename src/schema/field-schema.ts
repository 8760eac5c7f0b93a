import type { JsonSchema } from '../contract/schema.ts';
import type { FieldDescribe } from './sobject-describe.ts';

/** Salesforce field type to the JSON Schema keywords that say the same. Types not listed are plain text. */
const byType: Readonly<Record<string, JsonSchema>> = {
  boolean: { type: 'boolean' },
  int: { type: 'integer' },
  long: { type: 'integer' },
  double: { type: 'number' },
  currency: { type: 'number' },
  percent: { type: 'number' },
  date: { type: 'string', format: 'date' },
  datetime: { type: 'string', format: 'date-time' },
  time: { type: 'string', format: 'time' },
  email: { type: 'string', format: 'email' },
  url: { type: 'string', format: 'uri-reference' },
  base64: { type: 'string', contentEncoding: 'base64' },
  id: { type: 'string', pattern: '^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$' },
  reference: { type: 'string', pattern: '^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$' },
  anyType: {},
};

/** Types whose values are objects on the wire and dotted columns in a row; they have no column of their own. */
export const compoundTypes: ReadonlySet<string> = new Set(['address', 'location', 'complexvalue']);

/** Field types whose values are numbers. */
export const numericTypes: ReadonlySet<string> = new Set(['int', 'long', 'double', 'currency', 'percent']);

/**
 * One field of a describe as JSON Schema 2020-12. What JSON Schema has no word for is under `x-salesforce`.
 *
 * A restricted picklist is an `enum` of its active values; an open one lists them as `examples`.
 */
export function fieldSchema(field: FieldDescribe): JsonSchema {
  const base = byType[field.type] ?? { type: 'string' };
  return {
    ...(field.nillable ? nullable(base) : base),
    title: field.label,
    ...(field.inlineHelpText == null ? {} : { description: field.inlineHelpText }),
    ...lengths(field, base),
    ...choices(field),
    ...(field.createable || field.updateable ? {} : { readOnly: true }),
    'x-salesforce': annotations(field),
  };
}

function nullable(base: JsonSchema): JsonSchema {
  return typeof base['type'] === 'string' ? { ...base, type: [base['type'], 'null'] } : base;
}

function lengths(field: FieldDescribe, base: JsonSchema): JsonSchema {
  if (base['type'] === 'string' && field.length > 0 && base['pattern'] === undefined) {
    return field.type === 'base64' ? {} : { maxLength: field.length };
  }
  if (numericTypes.has(field.type) && field.precision > 0) {
    const wholeDigits = field.precision - field.scale;
    return { exclusiveMaximum: 10 ** wholeDigits, exclusiveMinimum: -(10 ** wholeDigits) };
  }
  return {};
}

function choices(field: FieldDescribe): JsonSchema {
  const values = field.picklistValues.filter(({ active }) => active).map(({ value }) => value);
  if (values.length === 0 || field.type === 'multipicklist') return {};
  if (!field.restrictedPicklist) return { examples: values };
  return { enum: field.nillable ? [...values, null] : values };
}

function annotations(field: FieldDescribe): JsonSchema {
  return {
    type: field.type,
    createable: field.createable,
    updateable: field.updateable,
    ...(field.externalId ? { externalId: true } : {}),
    ...(field.idLookup ? { idLookup: true } : {}),
    ...(field.unique ? { unique: true, caseSensitive: field.caseSensitive } : {}),
    ...(numericTypes.has(field.type) ? { precision: field.precision, scale: field.scale } : {}),
    ...(field.referenceTo.length > 0 ? { referenceTo: field.referenceTo } : {}),
    ...(field.relationshipName == null ? {} : { relationshipName: field.relationshipName }),
    ...(field.type === 'multipicklist' ? { values: field.picklistValues.map(({ value }) => value) } : {}),
  };
}
