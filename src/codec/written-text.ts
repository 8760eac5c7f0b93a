import type { RowValue } from '../contract/row.ts';
import { numericTypes } from '../schema/field-schema.ts';
import type { FieldDescribe } from '../schema/sobject-describe.ts';
import { invalidValue, type ValuePlace } from './invalid-value.ts';
import { objectInField } from './plain-row.ts';

/**
 * The text of a value that is written into a field, checked by the field's type and by nothing else: `00123`, `NA`, `1e5`
 * and `true` are what they are in a text field. Offsets of date-times are written with a colon, and UTC as `Z`. Nothing
 * is ever moved to another time zone.
 *
 * @param value not `null`, not `''`
 * @throws ConnectorError `invalid-value` for what is no number, boolean, date, date-time or time where one is needed, for
 *   a `Date` where a day or a time is needed, and for objects and lists
 */
export function writtenText(value: RowValue, field: FieldDescribe, place: ValuePlace): string {
  const text = typeof value === 'object' ? textOfObject(value, field, place) : String(value);
  switch (field.type) {
    case 'boolean':
      return booleanText(text, field, place);
    case 'date':
      if (isDay(text)) return text;
      throw invalidValue('not a date like 2026-01-31', place, field);
    case 'datetime':
      if (isDateTime(text)) return text.replace(offsetOfUtc, 'Z').replace(offsetWithoutColon, '$1:$2');
      throw invalidValue('not a date-time like 2026-01-31T10:00:00Z', place, field);
    case 'time':
      if (/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?Z?$/.test(text)) return text;
      throw invalidValue('not a time like 10:00:00.000Z', place, field);
    default:
      if (numericTypes.has(field.type) && !isNumber(text)) throw invalidValue('not a number', place, field);
      return text;
  }
}

/** What an org reads as a number; JavaScript would take `0x10` and a blank for one too. */
function isNumber(text: string): boolean {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text));
}

const offsetOfUtc = /[+-]00:?00$/;
const offsetWithoutColon = /([+-]\d\d)(\d\d)$/;

function isDateTime(text: string): boolean {
  const [day = '', time = ''] = text.split('T', 2);
  return isDay(day) && /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/.test(time);
}

/** A day of the calendar: there is no 30 February. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  );
}

function booleanText(text: string, field: FieldDescribe, place: ValuePlace): string {
  switch (text.toLowerCase()) {
    case 'true':
    case '1':
      return 'true';
    case 'false':
    case '0':
      return 'false';
    default:
      throw invalidValue('neither true nor false', place, field);
  }
}

/** Rows hold no objects by type; hosts in JavaScript may pass them all the same. */
function textOfObject(value: unknown, field: FieldDescribe, place: ValuePlace): string {
  if (Array.isArray(value)) throw invalidValue('a list does not fit into a field', place, field);
  if (!(value instanceof Date)) {
    throw objectInField(place, field);
  }
  if (field.type === 'date' || field.type === 'time') {
    const reason =
      'a Date is a moment, and which day and time that is depends on where one is: give text like';
    throw invalidValue(`${reason} ${field.type === 'date' ? '2026-01-31' : '10:00:00.000Z'}`, place, field);
  }
  if (Number.isNaN(value.getTime())) throw invalidValue('not a valid Date', place, field);
  return value.toISOString();
}
