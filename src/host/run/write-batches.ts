import type { ByteSink } from '../../contract/bytes.ts';
import type { ReadReport } from '../../contract/outcome.ts';
import type { Row, RowBatch } from '../../contract/row.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { createRowWriter } from '../output/row-writer.ts';
import type { RowFormat } from '../output/row-format.ts';

/** Rows that are read, and how they are written. */
export interface BatchesToWrite {
  readonly batches: AsyncGenerator<RowBatch, ReadReport, undefined>;
  readonly format: RowFormat;
  /** Asked only when there is no row, for the header of an empty CSV. */
  readonly columns: () => Promise<readonly string[]>;
  /** What becomes of a row; `undefined` leaves it out. Default: it stays as it is. */
  readonly transform?: ((row: Row) => Row | undefined) | undefined;
}

/**
 * Writes a read to its end into a sink, which is neither committed nor discarded.
 *
 * @throws ConnectorFailure of the read or of the sink; `reconciliation-mismatch` when the report disagrees with the rows
 *   that came
 */
export async function writeBatches(
  { batches, format, columns, transform }: BatchesToWrite,
  sink: ByteSink,
): Promise<ReadReport> {
  const writer = createRowWriter(format, sink, columns);
  let readCount = 0;
  try {
    for (;;) {
      const { done, value } = await batches.next();
      if (done === true) {
        await writer.end();
        requireAllRows(value, readCount);
        return value;
      }
      readCount += value.rows.length;
      const rows =
        transform === undefined ? value.rows : value.rows.map(transform).filter((row) => row !== undefined);
      if (rows.length > 0) await writer.write(rows);
    }
  } finally {
    // Frees what the read holds when writing failed; does nothing after the end.
    await batches.return({ rowCount: readCount, byteCount: 0, truncated: true, jobs: [] });
  }
}

function requireAllRows(report: ReadReport, readCount: number): void {
  if (report.rowCount === readCount) return;
  throw new ConnectorError(
    'reconciliation-mismatch',
    `${readCount} rows came, the report speaks of ${report.rowCount}.`,
    { details: { readCount, report } },
  );
}
