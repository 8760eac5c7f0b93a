import type { Row } from '../contract/row.ts';
import { idPattern } from '../schema/field-schema.ts';
import { invalidValue } from './invalid-value.ts';

const id = new RegExp(idPattern);

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
  if (typeof value === 'string' && id.test(value)) return value;
  throw invalidValue('not a record id of 15 or 18 characters', place);
}

/** The column of a row to delete that holds the id: `Id`, or `ids`, as other tools call a list of them; in any case. */
export function idColumnOf(row: Row): string | undefined {
  return Object.keys(row).find((name) => ['id', 'ids'].includes(name.toLowerCase()));
}

/** A row to delete with the column `Id`, where it has `ids` only. */
export function withIdColumn(row: Row): Row {
  const column = idColumnOf(row);
  if (column?.toLowerCase() !== 'ids') return row;
  const { [column]: value = null, ...others } = row;
  return Object.keys(others).some((name) => name.toLowerCase() === 'id') ? row : { Id: value, ...others };
}
