import type { WriteRun } from '../contract/activity.ts';
import type { WriteReport } from '../contract/outcome.ts';
import type { RowBatch } from '../contract/row.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { batchRows, type RowSlice } from './batch-rows.ts';
import type { SliceResult } from './slice-outcomes.ts';
import { WriteTally } from './write-tally.ts';

/** How the slices of a write are sent. */
export interface SliceWrite {
  readonly run: WriteRun;
  /** Whether the operation can make records. */
  readonly canCreate: boolean;
  /** Rows of a slice, at most. */
  readonly maxRows: number;
  readonly send: (slice: RowSlice) => Promise<SliceResult>;
}

/**
 * Cuts the input into slices, sends one after the other and hands the outcomes on: the next slice is pulled when the
 * host is done with the outcomes of the last. When the write breaks off after rows were sent, those that were taken
 * and not sent are `unprocessed`.
 *
 * @throws whatever ends the write; a ConnectorError then has `details.report`, if rows were sent
 */
export async function writeSlices(
  rows: AsyncIterable<RowBatch>,
  { run, canCreate, maxRows, send }: SliceWrite,
): Promise<WriteReport> {
  const tally = new WriteTally(run, { canCreate });
  let takenCount = 0;
  const taken = (async function* () {
    for await (const batch of rows) {
      takenCount += batch.rows.length;
      yield batch;
    }
  })();
  try {
    for await (const slice of batchRows(taken, maxRows)) {
      const { outcomes, byteCount, failure } = await send(slice);
      await tally.add(outcomes, byteCount);
      if (failure !== undefined) throw failure;
    }
  } catch (error) {
    if (tally.rowCount > 0) await tally.addUnsent(takenCount);
    const report = tally.report();
    throw error instanceof ConnectorError && report.rowCount > 0 ? error.withDetails({ report }) : error;
  }
  return tally.report();
}
