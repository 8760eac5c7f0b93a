import { ConnectorError } from '../errors/connector-error.ts';
import type { FieldDescribe } from '../schema/sobject-describe.ts';

/** Where a value stands. */
export interface ValuePlace {
  /** As the input spells it. */
  readonly column: string;
  /** In the whole input, from 0. */
  readonly rowIndex: number;
}

/** The error for a value that cannot be sent; names its row (counted from 1) and column, never the value itself. */
export function invalidValue(reason: string, place: ValuePlace, field?: FieldDescribe): ConnectorError {
  const { column, rowIndex } = place;
  const details = { column, rowIndex, ...(field === undefined ? {} : { fieldType: field.type }) };
  return new ConnectorError('invalid-value', `Row ${rowIndex + 1}, column ${column}: ${reason}.`, {
    details,
  });
}
