import type { RowValue } from '../contract/row.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { numericTypes } from '../schema/field-schema.ts';
import type { FieldDescribe } from '../schema/sobject-describe.ts';

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
 * @throws ConnectorError `invalid-value` for what is no number, boolean, date, date-time or time where one is needed;
 *   the message names row and column, never the value
 */
export function jsonOfValue(
  value: RowValue,
  field: FieldDescribe,
  place: { readonly column: string; readonly rowIndex: number },
): string | number | boolean | null {
  if (value === null || value === '') return null;
  if (typeof value === 'object') throw invalid(field, place, 'a list of rows does not fit into a field');
  const text = String(value);
  if (field.type === 'boolean') return booleanOf(text, field, place);
  if (isTemporal(field.type) && !isReadable[field.type](text))
    throw invalid(field, place, expected[field.type]);
  if (!numericTypes.has(field.type)) return field.type === 'anyType' ? value : text;
  const number = Number(text);
  if (!decimal.test(text) || !Number.isFinite(number)) throw invalid(field, place, 'not a number');
  return number;
}

/** What an org reads as a number; JavaScript would take `0x10` and a blank for one too. */
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

type TemporalType = 'date' | 'datetime' | 'time';

const expected: Readonly<Record<TemporalType, string>> = {
  date: 'not a date like 2026-01-31',
  datetime: 'not a date-time like 2026-01-31T10:00:00Z',
  time: 'not a time like 10:00:00.000Z',
};

const isReadable: Readonly<Record<TemporalType, (text: string) => boolean>> = {
  date: isDay,
  datetime: (text) => {
    const [day = '', time = ''] = text.split('T', 2);
    return isDay(day) && /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/.test(time);
  },
  time: (text) => /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?Z?$/.test(text),
};

function isTemporal(type: string): type is TemporalType {
  return Object.hasOwn(expected, type);
}

/** A day of the calendar: there is no 30 February. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  );
}

function booleanOf(text: string, field: FieldDescribe, place: { column: string; rowIndex: number }): boolean {
  switch (text.toLowerCase()) {
    case 'true':
    case '1':
      return true;
    case 'false':
    case '0':
      return false;
    default:
      throw invalid(field, place, 'neither true nor false');
  }
}

function invalid(
  field: FieldDescribe,
  place: { column: string; rowIndex: number },
  reason: string,
): ConnectorError {
  return new ConnectorError(
    'invalid-value',
    `Row ${place.rowIndex + 1}, column ${place.column}: ${reason}.`,
    {
      details: { ...place, fieldType: field.type },
    },
  );
}
