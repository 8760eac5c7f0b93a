import type { FieldDescribe } from '../catalogue/catalogue.ts';
import type { SqlValue } from './column.ts';
import { parseDate, parseDateTime, parseTime } from './date-text.ts';
import { parseRecordId } from './record-id.ts';
import { refuse, type SaveRefusal } from './save-error.ts';

/**
 * The stored form of a value given for a field. Text is converted by the field's type; empty text is null.
 * @param truncate cuts text that is too long, where the header that asks for it has an effect.
 * @throws {@link SaveRefusal} `JSON_PARSER_ERROR`, `INVALID_TYPE_ON_FIELD_IN_RECORD`, `STRING_TOO_LONG`,
 * `NUMBER_OUTSIDE_VALID_RANGE`, `MALFORMED_ID`, `INVALID_EMAIL_ADDRESS`,
 * `INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST`.
 */
export function convertValue(
  field: FieldDescribe,
  value: string | number | boolean,
  truncate = false,
): SqlValue {
  if (value === '') return field.type === 'boolean' ? 0 : null;
  switch (field.type) {
    case 'boolean':
      return toBoolean(field, value);
    case 'int':
      return toInt(field, value);
    case 'double':
    case 'currency':
    case 'percent':
      return toDouble(field, value);
    case 'date':
      return toDate(field, value);
    case 'datetime':
      return toDateTime(field, value);
    case 'time':
      return (typeof value === 'string' ? parseTime(value) : undefined) ?? fail(wrongType(field, value));
    case 'id':
    case 'reference':
      return toId(field, value);
    default:
      return toText(field, truncate ? truncated(field, String(value)) : String(value));
  }
}

function toBoolean(field: FieldDescribe, value: string | number | boolean): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const text = String(value).toLowerCase();
  if (text === 'true' || text === '1') return 1;
  if (text === 'false' || text === '0') return 0;
  throw wrongType(field, value);
}

function toInt(field: FieldDescribe, value: string | number | boolean): number {
  const number = toNumber(field, value);
  if (!Number.isInteger(number)) throw wrongType(field, value);
  if (Math.abs(number) > 2_147_483_647) throw outsideRange(field, value);
  return number;
}

function toDouble(field: FieldDescribe, value: string | number | boolean): number {
  const number = toNumber(field, value);
  const { precision, scale } = field as { precision?: number; scale?: number };
  // Precision counts the digits on both sides of the point.
  const digits = precision === undefined || precision === 0 ? 18 : precision - (scale ?? 0);
  if (Math.abs(number) >= 10 ** digits) throw outsideRange(field, value);
  return number;
}

function toNumber(field: FieldDescribe, value: string | number | boolean): number {
  const isNumber =
    typeof value === 'number' ||
    (typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value));
  if (!isNumber) throw wrongType(field, value);
  return Number(value);
}

/** Salesforce takes no dateTime for a date (qore issue 3908), and no date for a dateTime (Snowfakery issue 793). */
function toDate(field: FieldDescribe, value: string | number | boolean): string {
  const date = typeof value === 'string' && !value.includes('T') ? parseDate(value) : undefined;
  return date ?? fail(wrongType(field, value));
}

function toDateTime(field: FieldDescribe, value: string | number | boolean): number {
  const ms = typeof value === 'string' ? parseDateTime(value) : undefined;
  return ms ?? fail(wrongType(field, value));
}

function toId(field: FieldDescribe, value: string | number | boolean): string {
  const id = typeof value === 'string' ? parseRecordId(value) : undefined;
  return (
    id ??
    fail(refuse('MALFORMED_ID', `${field.label}: id value of incorrect type: ${String(value)}`, [field.name]))
  );
}

/** Types that the AllowFieldTruncationHeader is for. */
const TRUNCATED = new Set([
  ...['anyType', 'email', 'encryptedstring', 'multipicklist', 'phone', 'picklist', 'string', 'textarea'],
]);

function truncated(field: FieldDescribe, text: string): string {
  return field.length > 0 && TRUNCATED.has(field.type) ? text.slice(0, field.length) : text;
}

function toText(field: FieldDescribe, text: string): string {
  if (field.length > 0 && text.length > field.length) {
    const shown = text.length > 80 ? text.slice(0, 80) : text;
    throw refuse(
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${shown} (max length=${field.length})`,
      [field.name],
    );
  }
  if (
    field.type === 'email' &&
    !/^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+\.[^\s@<>()[\]\\,;:".]{2,}$/.test(text)
  ) {
    throw refuse('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${text}`, [field.name]);
  }
  if (field.restrictedPicklist) return toRestricted(field, text);
  // Addresses come back in lower case, whatever was written (fixtures/wire/rest/upsert-by-id.json).
  return field.type === 'email' ? text.toLowerCase() : text;
}

function toRestricted(field: FieldDescribe, text: string): string {
  const parts = field.type === 'multipicklist' ? text.split(';') : [text];
  const known = parts.map(
    (part) =>
      field.picklistValues.find((entry) => entry.active && entry.value.toLowerCase() === part.toLowerCase())
        ?.value,
  );
  const wrong = parts.find((_, index) => known[index] === undefined);
  if (wrong === undefined) return known.join(';');
  throw refuse(
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    `${field.label}: bad value for restricted picklist field: ${wrong}`,
    [field.name],
  );
}

function wrongType(field: FieldDescribe, value: unknown): SaveRefusal {
  const kind = field.type === 'datetime' ? 'dateTime' : field.type;
  return refuse(
    'INVALID_TYPE_ON_FIELD_IN_RECORD',
    `${field.label}: value not of required type: ${String(value)} (expected ${kind})`,
    [field.name],
  );
}

function outsideRange(field: FieldDescribe, value: unknown): SaveRefusal {
  return refuse(
    'NUMBER_OUTSIDE_VALID_RANGE',
    `${field.label}: value outside of valid range on numeric field: ${String(value)}`,
    [field.name],
  );
}

function fail(refusal: SaveRefusal): never {
  throw refusal;
}
