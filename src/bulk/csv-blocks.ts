import type { RowOutcome } from '../contract/outcome.ts';
import type { RowBatch } from '../contract/row.ts';
import type { RowCells } from '../codec/csv/row-cells.ts';
import { rowsToCsv } from '../codec/csv/write-rows.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { RefusedRows } from './ingest-part.ts';

/** Consecutive rows as CSV records. */
export interface CsvBlock {
  readonly csv: Buffer;
  readonly rowCount: number;
}

/** How rows become blocks. */
export interface CsvBlockOptions {
  readonly cells: RowCells;
  /** Bytes that a block should not exceed; a row that is larger alone gets a block of its own. */
  readonly maxBytes: number;
}

/**
 * Rows as CSV in blocks that fit, in order. Halves a batch until each half fits and holds no row that CSV cannot
 * express; such a row comes back alone as refused, so that it costs nobody else anything.
 */
export function* csvBlocks(
  batch: RowBatch,
  options: CsvBlockOptions,
): Generator<CsvBlock | RefusedRows, undefined, undefined> {
  const { rows, firstRowIndex } = batch;
  const { cells, maxBytes } = options;
  try {
    const csv = Buffer.from(rowsToCsv(rows, { cells, firstRowIndex }));
    if (csv.length <= maxBytes || rows.length === 1) {
      yield { csv, rowCount: rows.length };
      return undefined;
    }
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'invalid-value') throw error;
    if (rows.length === 1) {
      yield { refused: [refusal(error, batch)] };
      return undefined;
    }
  }
  const middle = Math.ceil(rows.length / 2);
  yield* csvBlocks({ firstRowIndex, rows: rows.slice(0, middle) }, options);
  yield* csvBlocks({ firstRowIndex: firstRowIndex + middle, rows: rows.slice(middle) }, options);
  return undefined;
}

function refusal({ code, message, details }: ConnectorError, batch: RowBatch): RowOutcome {
  const column = details['column'];
  const [row] = batch.rows;
  return {
    status: 'failed',
    rowIndex: batch.firstRowIndex,
    errors: [{ code, message, fields: typeof column === 'string' ? [column] : [] }],
    ...(row === undefined ? {} : { row }),
  };
}
