import { invalidValue } from '../codec/invalid-value.ts';

/**
 * The id by which a row names its record, with 15 or 18 characters.
 *
 * @throws ConnectorError `invalid-value` for anything else, which is a failure of the row and of no other
 */
export function idOfRow(value: unknown, rowIndex: number, operation: string): string {
  const place = { column: 'Id', rowIndex };
  if (value === undefined || value === null || value === '') {
    throw invalidValue(`empty, and ${operation} needs the id of a record`, place);
  }
  if (typeof value === 'string' && /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(value)) return value;
  throw invalidValue('not a record id of 15 or 18 characters', place);
}
