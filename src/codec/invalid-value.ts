import { ConnectorError } from '../errors/connector-error.ts';
import type { FieldDescribe } from '../schema/sobject-describe.ts';

/** Where a value stands. */
export interface ValuePlace {
  /** As the input spells it. */
  readonly column: string;
  /** In the whole input, from 0. */
  readonly rowIndex: number;
}

/** The same of a value of the one record of a call: it has fields, and no row. What is no {@link invalidValue} stays as it is. */
export function inOneRecord(error: unknown): unknown {
  const isPlaced = error instanceof ConnectorError && error.code === 'invalid-value';
  return isPlaced ? error.withDetails({}, error.message.replace(/^Row \d+, column /, 'Field ')) : error;
}

/** The error for a value that cannot be sent; names its row (counted from 1) and column, never the value itself. */
export function invalidValue(reason: string, place: ValuePlace, field?: FieldDescribe): ConnectorError {
  const { column, rowIndex } = place;
  const details = { column, rowIndex, ...(field === undefined ? {} : { fieldType: field.type }) };
  return new ConnectorError('invalid-value', `Row ${rowIndex + 1}, column ${column}: ${reason}.`, {
    details,
  });
}
