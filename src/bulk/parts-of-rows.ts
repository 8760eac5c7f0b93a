import type { Row, RowBatch } from '../contract/row.ts';
import type { RunContext } from '../contract/run-context.ts';
import type { RowCells } from '../codec/csv/row-cells.ts';
import { headerToCsv } from '../codec/csv/write-rows.ts';
import { isNested } from '../codec/plain-row.ts';
import { csvBlocks } from './csv-blocks.ts';
import { maxBytesPerJob, type IngestPart, type RefusedRows, type UnsentRows } from './ingest-part.ts';
import { SpoolFile } from './spool-file.ts';

/** What the spool needs to know. */
export interface SpoolOptions {
  readonly context: RunContext;
  /** Default: {@link maxBytesPerJob}. */
  readonly maxBytesPerJob?: number;
  /**
   * Called with all columns when one appears for the first time, before any row with it is written; says how rows become
   * cells from then on. Rejects to refuse it.
   */
  readonly admitColumns: (columns: readonly string[]) => Promise<RowCells>;
}

/**
 * Writes rows to temporary CSV files, one for each ingest job to come, so that an upload can be repeated with
 * identical bytes. A part's file lives until the caller asks for the next part or stops.
 *
 * Columns are the union of what the rows name. A column that shows up late starts a new part: the rows before it
 * said nothing about it, and a job has one header.
 *
 * Rows that CSV cannot express or that name no record come out between the parts, as refused. When `batches` breaks off, the rows that wait
 * for their part come out as unsent before its error does.
 */
export async function* spoolRows(
  batches: AsyncIterable<RowBatch>,
  options: SpoolOptions,
): AsyncGenerator<IngestPart | RefusedRows | UnsentRows, undefined, undefined> {
  const limit = options.maxBytesPerJob ?? maxBytesPerJob;
  const columns: string[] = [];
  let cells: RowCells | undefined;
  let spool: SpoolFile | undefined;
  let firstRowIndex = 0;
  try {
    for await (const { rows } of batches) {
      const late = newColumns(rows, columns);
      if (late.length > 0 || cells === undefined) {
        cells = await options.admitColumns([...columns, ...late]);
        columns.push(...late);
        if (spool !== undefined) yield spool.part();
        await spool?.remove();
        spool = undefined;
      }
      const maxBytes = limit - Buffer.byteLength(headerToCsv(cells.header));
      for (const block of csvBlocks({ firstRowIndex, rows }, { cells, maxBytes })) {
        if ('refused' in block) {
          yield block;
          continue;
        }
        if (spool !== undefined && spool.byteLength + block.csv.length > limit) {
          yield spool.part();
          await spool.remove();
          spool = undefined;
        }
        spool ??= await SpoolFile.create(options.context, cells.header);
        await spool.append(block.csv, block.rowCount);
      }
      firstRowIndex += rows.length;
    }
    if (spool !== undefined) yield spool.part();
  } catch (error) {
    if (spool !== undefined) yield { unsent: spool.part() };
    throw error;
  } finally {
    await spool?.remove();
  }
  return undefined;
}

function newColumns(rows: readonly Row[], known: readonly string[]): string[] {
  const seen = new Set(known);
  const late: string[] = [];
  for (const row of rows) {
    for (const name in row) {
      if (seen.has(name) || isNested(row[name])) continue;
      seen.add(name);
      late.push(name);
    }
  }
  return late;
}
