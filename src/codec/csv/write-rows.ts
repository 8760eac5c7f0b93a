import { stringify } from 'csv-stringify/sync';
import type { Row } from '../../contract/row.ts';
import type { RowCells } from './row-cells.ts';

/** How rows become CSV. */
export interface WriteRowsOptions {
  readonly cells: RowCells;
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
 * Rows as CSV records for Bulk API 2.0: comma, LF, every cell quoted. What each value becomes: docs/writing.md.
 *
 * @throws ConnectorError `invalid-value` for a row that CSV cannot express or that the org would not read
 */
export function rowsToCsv(rows: readonly Row[], { cells, firstRowIndex }: WriteRowsOptions): string {
  return stringify(
    rows.map((row, index) => cells.cellsOf(row, firstRowIndex + index)),
    { quoted_string: true },
  );
}
