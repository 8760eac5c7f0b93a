import { stringify } from 'csv-stringify/sync';
import type { Row, RowValue } from '../../contract/row.ts';
import { ConnectorError } from '../../errors/connector-error.ts';

/** What Bulk API 2.0 reads as "clear this field". */
export const nullMarker = '#N/A';

/** How rows become CSV. */
export interface WriteRowsOptions {
  readonly columns: readonly string[];
  /** Position of the first row in the whole input, for messages. */
  readonly firstRowIndex: number;
}

/**
 * The header record for {@link rowsToCsv}.
 */
export function headerToCsv(columns: readonly string[]): string {
  return stringify([[...columns]], { quoted: true });
}

/**
 * Rows as CSV records for Bulk API 2.0: comma, LF, every cell that says something quoted.
 *
 * | value | cell | meaning to the org |
 * |---|---|---|
 * | column absent | `""` | leave alone (insert: default) |
 * | `null` or `''` | `#N/A` | clear |
 * | anything else | its text | set |
 *
 * @throws ConnectorError `invalid-value` for the literal text `#N/A` (it cannot be sent as data) and for child rows
 */
export function rowsToCsv(rows: readonly Row[], options: WriteRowsOptions): string {
  const records = rows.map((row, index) =>
    options.columns.map((column) => cellOf(row[column], column, options.firstRowIndex + index)),
  );
  return stringify(records, { quoted_string: true });
}

function cellOf(value: RowValue | undefined, column: string, rowIndex: number): string {
  if (value === undefined) return '';
  if (value === null || value === '') return nullMarker;
  if (value === nullMarker) {
    throw refuse(`the text ${nullMarker} means "clear" and cannot be data`, column, rowIndex);
  }
  if (typeof value === 'object') throw refuse('a list of rows does not fit into a cell', column, rowIndex);
  return String(value);
}

function refuse(reason: string, column: string, rowIndex: number): ConnectorError {
  return new ConnectorError('invalid-value', `Row ${rowIndex + 1}, column ${column}: ${reason}.`, {
    details: { rowIndex, column },
  });
}
