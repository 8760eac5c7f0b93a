import type { ActivityRun } from '../contract/activity.ts';
import type { ReadReport } from '../contract/outcome.ts';
import type { Row, RowBatch, RowValue } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { readCsvRecords } from '../codec/csv/read-records.ts';
import { valueOfCell } from '../codec/values.ts';
import type { FieldDescribe } from '../schema/sobject-describe.ts';
import { runQueryJob, type BulkQuery } from './query-job.ts';
import { ResultPages } from './result-pages.ts';

/**
 * Runs a bulk query and gives its rows, typed by describe, as the caller pulls: a slow caller slows the socket down.
 *
 * @param fieldOf the field behind a column; a column without one stays text
 */
export async function* queryToRows(
  connection: SalesforceConnection,
  query: BulkQuery,
  fieldOf: (column: string) => FieldDescribe | undefined,
  run: ActivityRun = {},
): AsyncGenerator<RowBatch, ReadReport, undefined> {
  const job = await runQueryJob(connection, query, run);
  const pages = new ResultPages(connection, job, run.signal);
  let rowCount = 0;
  let byteCount = 0;
  for await (const { header, body } of pages.pages()) {
    const whole = (async function* () {
      yield header;
      for await (const chunk of body) {
        byteCount += chunk.length;
        yield chunk;
      }
    })();
    for await (const rows of typedRows(readCsvRecords(whole, query), fieldOf)) {
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
  return { rowCount, byteCount, truncated: false, jobs: [{ id: job.id, state: job.state }] };
}

async function* typedRows(
  batches: AsyncIterable<readonly (readonly string[])[]>,
  fieldOf: (column: string) => FieldDescribe | undefined,
): AsyncGenerator<readonly Row[], undefined, undefined> {
  let columns: readonly { name: string; field: FieldDescribe | undefined }[] | undefined;
  for await (const batch of batches) {
    const [first, ...others] = batch;
    const records = columns === undefined ? others : batch;
    columns ??= first?.map((name) => ({ name, field: fieldOf(name) }));
    const known = columns ?? [];
    if (records.length > 0) yield records.map((cells) => rowOf(known, cells));
  }
  return undefined;
}

function rowOf(
  columns: readonly { name: string; field: FieldDescribe | undefined }[],
  cells: readonly string[],
): Row {
  const row: Record<string, RowValue> = {};
  for (const [index, { name, field }] of columns.entries())
    row[name] = valueOfCell(cells[index] ?? '', field);
  return row;
}
