import type { RowValue } from '../contract/row.ts';
import { numericTypes } from '../schema/field-schema.ts';
import type { FieldDescribe } from '../schema/sobject-describe.ts';
import { invalidValue, type ValuePlace } from './invalid-value.ts';
import { writtenText } from './written-text.ts';

/**
 * A cell of a bulk result as a value of its field's type. Types come from the describe, never from what the text
 * looks like: `00123` in a text field stays `00123`.
 *
 * @param field `undefined` (a function, an unknown parent) leaves text as it is
 */
export function valueOfCell(cell: string, field: FieldDescribe | undefined): RowValue {
  // Bulk results do not tell null from ''; Salesforce stores no empty text.
  if (cell === '') return null;
  if (field === undefined) return cell;
  if (field.type === 'boolean') return cell === 'true';
  if (numericTypes.has(field.type)) return Number(cell);
  return cell;
}

const offsetWithoutColon = /\+0000$/;

/**
 * A JSON scalar of a REST answer as a row value: date-times, which REST writes with `+0000`, get the `Z` they have
 * everywhere else. Text that merely looks like a date-time is left alone.
 */
export function valueOfJson(
  value: string | number | boolean | null,
  field: FieldDescribe | undefined,
): string | number | boolean | null {
  return typeof value === 'string' && field?.type === 'datetime'
    ? value.replace(offsetWithoutColon, 'Z')
    : value;
}

/**
 * A row value as JSON for a REST write, in the type of its field: rows that come from files hold nothing but text,
 * and the org refuses a whole call over one number in a text field or one date that it cannot read. `''` clears.
 *
 * @throws ConnectorError `invalid-value` as {@link writtenText} does, and for a whole number that JSON readers would
 *   change because it has too many digits; the message names row and column, never the value
 */
export function jsonOfValue(
  value: RowValue,
  field: FieldDescribe,
  place: ValuePlace,
): string | number | boolean | null {
  if (value === null || value === '') return null;
  if (field.type === 'anyType' && typeof value !== 'object') return value;
  const text = writtenText(value, field, place);
  if (field.type === 'boolean') return text === 'true';
  if (!numericTypes.has(field.type)) return text;
  const number = Number(text);
  if (!keepsDigits(text, number)) {
    throw invalidValue('a number with so many digits would be stored as another one', place, field);
  }
  return number;
}

/** Whether the whole part of a number survives as a double; what is behind the point is rounded by the field anyway. */
function keepsDigits(text: string, number: number): boolean {
  const [, digits] = /^[+-]?(\d+)(?:\.\d*)?$/.exec(text) ?? [];
  if (digits === undefined || Math.abs(number) <= Number.MAX_SAFE_INTEGER) return true;
  return BigInt(digits) === BigInt(Math.trunc(Math.abs(number)));
}
