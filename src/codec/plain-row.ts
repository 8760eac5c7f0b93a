import type { Row, RowBatch, RowValue } from '../contract/row.ts';
import type { ConnectorError } from '../errors/connector-error.ts';
import { invalidValue, type ValuePlace } from './invalid-value.ts';
import type { FieldDescribe } from '../schema/sobject-describe.ts';

/** Whether a host in JavaScript passed an object where a row holds one value. */
export function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/**
 * A row as rows are, made of one as REST and its clients have records: without the object `attributes`, and with
 * `Account.Ext__c` for `Account: { Ext__c: 'x' }`. A parent with several fields, or with none, stays what it is, and so
 * does one whose column is there already: {@link requirePlain} refuses them. The same row when there is nothing to do.
 */
export function plainRow(row: Row): Row {
  for (const name in row) if (isNested(row[name])) return withoutNested(row);
  return row;
}

/** The same batches with {@link plainRow} of each row. */
export async function* plainRows(
  batches: AsyncIterable<RowBatch>,
): AsyncGenerator<RowBatch, undefined, undefined> {
  for await (const { firstRowIndex, rows } of batches) yield { firstRowIndex, rows: rows.map(plainRow) };
  return undefined;
}

/**
 * Refuses a row that still holds an object.
 *
 * @throws ConnectorError `invalid-value`
 */
export function requirePlain(row: Row, rowIndex: number): void {
  for (const column in row) if (isNested(row[column])) throw objectInField({ column, rowIndex });
}

/** The error for an object in the place of a value. */
export function objectInField(place: ValuePlace, field?: FieldDescribe): ConnectorError {
  const reason = 'an object does not fit into a field; name a parent by a column like Account.Ext__c';
  return invalidValue(reason, place, field);
}

function withoutNested(row: Row): Row {
  const plain: Record<string, RowValue> = {};
  for (const [name, value] of Object.entries(row)) {
    if (!isNested(value)) {
      plain[name] = value;
      continue;
    }
    if (name === 'attributes') continue;
    const [key, ...others] = fieldsOf(value);
    const column = key === undefined || others.length > 0 ? undefined : `${name}.${key[0]}`;
    if (key === undefined || column === undefined || column in row || isObject(key[1])) plain[name] = value;
    else plain[column] = key[1];
  }
  return plain;
}

function fieldsOf(parent: object | RowValue): [string, RowValue][] {
  const fields = Object.entries(parent as Readonly<Record<string, RowValue | undefined>>);
  return fields.filter((entry): entry is [string, RowValue] => {
    const [name, value] = entry;
    return name !== 'attributes' && value !== undefined;
  });
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
