import type { ActivityRun } from '../contract/activity.ts';
import type { ByteSink } from '../contract/bytes.ts';
import type { ReadReport } from '../contract/outcome.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { columnDelimiters, lineEndings } from '../codec/csv/dialect.ts';
import { JoinedCsv } from './joined-csv.ts';
import { runQueryJob, type BulkQuery } from './query-job.ts';
import { ResultPages } from './result-pages.ts';

/**
 * Runs a bulk query and carries its result to the sink as the org sent it: one header, then the records of all
 * pages. No cell is decoded.
 *
 * @param columns asked for the names of the header, should the org answer an empty result with no byte at all
 */
export async function queryToBytes(
  connection: SalesforceConnection,
  query: BulkQuery,
  columns: () => Promise<readonly string[]>,
  sink: ByteSink,
  run: ActivityRun = {},
): Promise<ReadReport> {
  const job = await runQueryJob(connection, query, run);
  const pages = new ResultPages(connection, job, run.signal);
  const joined = new JoinedCsv(sink, query.lineEnding);
  for await (const { header, body } of pages.pages()) {
    if (joined.byteCount === 0)
      await joined.write(header.length > 0 ? header : headerOf(await columns(), query));
    else await joined.endRecord();
    for await (const chunk of body) {
      await joined.write(chunk);
      run.onProgress?.({
        phase: 'download',
        bytes: joined.byteCount,
        ...(job.numberRecordsProcessed === undefined ? {} : { totalRows: job.numberRecordsProcessed }),
      });
    }
  }
  const { byteCount } = joined;
  run.onProgress?.({ phase: 'download', bytes: byteCount, rows: pages.rowCount, totalRows: pages.rowCount });
  return { rowCount: pages.rowCount, byteCount, truncated: false, jobs: [{ id: job.id, state: job.state }] };
}

function headerOf(columns: readonly string[], query: BulkQuery): Uint8Array {
  const cells = columns.map((column) => `"${column}"`).join(columnDelimiters[query.columnDelimiter]);
  return Buffer.from(cells + lineEndings[query.lineEnding]);
}
