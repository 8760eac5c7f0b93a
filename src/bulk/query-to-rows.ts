import type { ActivityRun } from '../contract/activity.ts';
import type { ReadReport } from '../contract/outcome.ts';
import type { Row, RowBatch, RowValue } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { readCsvRecords } from '../codec/csv/read-records.ts';
import { valueOfCell } from '../codec/values.ts';
import type { FieldDescribe } from '../schema/sobject-describe.ts';
import { runQueryJob, type BulkQuery } from './query-job.ts';
import { ResultPages } from './result-pages.ts';

/** A column of a bulk result as rows have it. */
export interface RowColumn {
  readonly name: string;
  readonly field?: FieldDescribe | undefined;
}

/**
 * Runs a bulk query and gives its rows, typed by describe, as the caller pulls: a slow caller slows the socket down.
 *
 * @param columnOf the name that rows use for a column of the result, and the field behind it; a column without a
 *   field stays text
 */
export async function* queryToRows(
  connection: SalesforceConnection,
  query: BulkQuery,
  columnOf: (column: string) => RowColumn,
  run: ActivityRun = {},
): AsyncGenerator<RowBatch, ReadReport, undefined> {
  const job = await runQueryJob(connection, query, run);
  const pages = new ResultPages(connection, job, run.signal);
  let rowCount = 0;
  let byteCount = 0;
  for await (const { header, body } of pages.pages()) {
    const whole = (async function* () {
      byteCount += header.length;
      yield header;
      for await (const chunk of body) {
        byteCount += chunk.length;
        yield chunk;
      }
    })();
    for await (const rows of typedRows(readCsvRecords(whole, query), columnOf)) {
      yield { firstRowIndex: rowCount, rows };
      rowCount += rows.length;
      run.onProgress?.({
        phase: 'download',
        rows: rowCount,
        bytes: byteCount,
        ...(job.numberRecordsProcessed === undefined ? {} : { totalRows: job.numberRecordsProcessed }),
      });
    }
  }
  if (rowCount !== pages.rowCount) {
    throw new ConnectorError(
      'reconciliation-mismatch',
      `Query job ${job.id} sent ${pages.rowCount} records, of which ${rowCount} could be read.`,
      { details: { jobId: job.id, sent: pages.rowCount, rowCount } },
    );
  }
  return { rowCount, byteCount, truncated: false, jobs: [{ id: job.id, state: job.state }] };
}

async function* typedRows(
  batches: AsyncIterable<readonly (readonly string[])[]>,
  columnOf: (column: string) => RowColumn,
): AsyncGenerator<readonly Row[], undefined, undefined> {
  let columns: readonly RowColumn[] | undefined;
  for await (const batch of batches) {
    const [first, ...others] = batch;
    const records = columns === undefined ? others : batch;
    columns ??= first?.map(columnOf);
    const known = columns ?? [];
    if (records.length > 0) yield records.map((cells) => rowOf(known, cells));
  }
  return undefined;
}

function rowOf(columns: readonly RowColumn[], cells: readonly string[]): Row {
  const row: Record<string, RowValue> = {};
  for (const [index, { name, field }] of columns.entries())
    row[name] = valueOfCell(cells[index] ?? '', field);
  return row;
}
