import type { Row } from '../../contract/row.ts';
import { ConnectorError } from '../../errors/connector-error.ts';

/** A column that the org always fills with text, such as an id. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw new ConnectorError('unexpected-response', `The org gave no ${column}.`, { details: { column } });
}
