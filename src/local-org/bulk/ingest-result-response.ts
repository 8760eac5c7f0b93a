import { setImmediate } from 'node:timers/promises';
import type { ApiCall } from '../rest/api-call.ts';
import type { OrgResponse } from '../server/org-response.ts';
import type { RowSpool } from '../server/row-spool.ts';
import { requireSameVersion } from './bulk-route.ts';
import type { IngestJob, IngestResultKind } from './ingest-job.ts';
import { resultHeader } from './ingest-results.ts';
import { isTerminal, resultsNotReady } from './job-state.ts';
import { shuffledRows } from './shuffled-rows.ts';

/**
 * One of the three results of a job that has ended, as a stream; its rows are in no particular order.
 * @throws ApiError 400 `INVALIDJOBSTATE` before the end, 409 for another version.
 */
export async function ingestResults(
  job: IngestJob,
  kind: IngestResultKind,
  call: ApiCall,
): Promise<OrgResponse> {
  requireSameVersion(job, call);
  if (!isTerminal(job.state)) throw resultsNotReady(job.state);
  // An aborted job may still be sorting its rows into the unprocessed ones.
  await job.settled;
  const chunks = withHeader(resultHeader(job, kind), job.results[kind], `${job.id}${kind}`);
  return { status: 200, body: { kind: 'stream', contentType: 'text/csv', chunks } };
}

async function* withHeader(header: string, rows: RowSpool, seed: string): AsyncGenerator<string> {
  yield header;
  for (const block of shuffledRows(rows, seed)) {
    // The rows come from a file that is read at once: others get their turn in between.
    await setImmediate();
    yield block;
  }
}
