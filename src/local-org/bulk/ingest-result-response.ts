import type { ApiCall } from '../rest/api-call.ts';
import type { OrgResponse } from '../server/org-response.ts';
import type { RowSpool } from '../server/row-spool.ts';
import { requireSameVersion } from './bulk-route.ts';
import type { IngestJob, IngestResultKind } from './ingest-job.ts';
import { resultHeader } from './ingest-results.ts';
import { isTerminal, resultsNotReady } from './job-state.ts';

/**
 * One of the three results of a job that has ended, as a stream.
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
  const chunks = withHeader(resultHeader(job, kind), job.results[kind]);
  return { status: 200, body: { kind: 'stream', contentType: 'text/csv', chunks } };
}

async function* withHeader(header: string, rows: RowSpool): AsyncGenerator<Uint8Array | string> {
  yield header;
  yield* rows.read(0, rows.rowCount);
}
