import type { JsonSchema } from '../contract/schema.ts';
import { fieldFacts } from './field-facts.ts';
import type { FieldDescribe } from './sobject-describe.ts';

/** Ids of 15 characters, or 18 with the checksum. */
export const idPattern = '^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$';

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
  id: { type: 'string', pattern: idPattern },
  reference: { type: 'string', pattern: idPattern },
  anyType: {},
};

/** Types whose values are objects on the wire and dotted columns in a row; they have no column of their own. */
export const compoundTypes: ReadonlySet<string> = new Set(['address', 'location', 'complexvalue']);

/** Field types whose values are numbers. */
export const numericTypes: ReadonlySet<string> = new Set(['int', 'long', 'double', 'currency', 'percent']);

/**
 * One field of a describe as JSON Schema 2020-12. What JSON Schema has no word for is under `x-salesforce`.
 *
 * A restricted picklist is an `enum` of its active values; an open one lists them as `examples`. There is no
 * `multipleOf`: the org cuts further decimals instead of refusing them, and binary fractions are no multiples of 0.01.
 */
export function fieldSchema(field: FieldDescribe): JsonSchema {
  const base = byType[field.type] ?? { type: 'string' };
  return {
    ...(field.nillable ? orNull(base) : base),
    title: field.label,
    ...(field.inlineHelpText == null ? {} : { description: field.inlineHelpText }),
    ...lengths(field, base),
    ...bounds(field),
    ...choices(field),
    ...(field.createable || field.updateable ? {} : { readOnly: true }),
    'x-salesforce': fieldFacts(field),
  };
}

/** The same schema, for values that may also be missing. */
export function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  return {
    ...schema,
    ...(typeof type === 'string' ? { type: [type, 'null'] } : {}),
    ...(Array.isArray(values) && !values.includes(null) ? { enum: [...(values as unknown[]), null] } : {}),
  };
}

function lengths(field: FieldDescribe, base: JsonSchema): JsonSchema {
  const isText = base['type'] === 'string' && base['pattern'] === undefined && field.type !== 'base64';
  return isText && field.length > 0 ? { maxLength: field.length } : {};
}

/** As many digits before the decimal point as the field has room for. Results of formulas may have more. */
function bounds({ type, precision, scale, digits, calculated }: FieldDescribe): JsonSchema {
  if (calculated || !numericTypes.has(type)) return {};
  const wholeDigits = type === 'int' || type === 'long' ? digits || precision : precision - scale;
  if (wholeDigits <= 0) return {};
  return { exclusiveMaximum: 10 ** wholeDigits, exclusiveMinimum: -(10 ** wholeDigits) };
}

function choices(field: FieldDescribe): JsonSchema {
  const values = field.picklistValues.filter(({ active }) => active).map(({ value }) => value);
  if (values.length === 0 || field.type === 'multipicklist') return {};
  if (!field.restrictedPicklist) return { examples: values };
  return { enum: field.nillable ? [...values, null] : values };
}
