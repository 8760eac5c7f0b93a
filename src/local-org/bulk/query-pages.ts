import type { ApiCall } from '../rest/api-call.ts';
import { ApiError } from '../server/api-error.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import { requireSameVersion } from './bulk-route.ts';
import { resultsNotReady } from './job-state.ts';
import type { QueryJob } from './query-job.ts';

/** Result URLs in one answer of `resultPages`. */
const pagesAtOnce = 5;

/** A page of a query result: rows from `offset` on. */
interface PageRange {
  readonly offset: number;
  readonly count: number;
  /** Where the next page begins; `undefined` on the last. */
  readonly next: number | undefined;
}

/** `GET …/results?locator=&maxRecords=`: one page as CSV, its header first; `Sforce-Locator: null` on the last. */
export function queryResults(job: QueryJob, call: ApiCall, pageRows: number): OrgResponse {
  requireResults(job, call);
  const { offset, count, next } = pageAt(job, offsetOf(job, call), maxRecordsOf(call) ?? pageRows);
  return {
    status: 200,
    headers: {
      'Sforce-Locator': next === undefined ? 'null' : locator(next),
      'Sforce-NumberOfRecords': String(count),
    },
    body: { kind: 'stream', contentType: 'text/csv', chunks: pageBytes(job, { offset, count, next }) },
  };
}

/** `GET …/resultPages`: the addresses of up to five pages, to be fetched at once. */
export function queryResultPages(job: QueryJob, call: ApiCall, pageRows: number): OrgResponse {
  requireResults(job, call);
  const asked = maxRecordsOf(call);
  const base = `${call.version.path}/jobs/query/${job.id}`;
  const suffix = asked === undefined ? '' : `&maxRecords=${asked}`;
  const resultPages: { resultUrl: string }[] = [];
  let next: number | undefined = offsetOf(job, call);
  while (next !== undefined && resultPages.length < pagesAtOnce) {
    resultPages.push({ resultUrl: `${base}/results?locator=${locator(next)}${suffix}` });
    next = pageAt(job, next, asked ?? pageRows).next;
  }
  if (next === undefined) return json(200, { resultPages, done: true });
  const nextRecordsUrl = `${base}/resultpages?locator=${locator(next)}${suffix}`;
  return json(200, { resultPages, nextRecordsUrl, done: false });
}

function requireResults(job: QueryJob, call: ApiCall): void {
  requireSameVersion(job, call);
  if (job.state !== 'JobComplete') throw resultsNotReady(job.state);
}

function pageAt(job: QueryJob, offset: number, size: number): PageRange {
  const count = Math.min(size, job.rows.rowCount - offset);
  const next = offset + count;
  return { offset, count, next: next < job.rows.rowCount ? next : undefined };
}

async function* pageBytes(job: QueryJob, { offset, count }: PageRange): AsyncGenerator<Uint8Array | string> {
  yield job.headerLine;
  yield* job.rows.read(offset, count);
}

/** Opaque to clients, and the same for the same place as long as the job is there. */
function locator(offset: number): string {
  return Buffer.from(String(offset)).toString('base64url');
}

function offsetOf(job: QueryJob, call: ApiCall): number {
  const given = call.url.searchParams.get('locator');
  if (given === null) return 0;
  const text = Buffer.from(given, 'base64url').toString('latin1');
  const offset = /^\d{1,12}$/.test(text) ? Number(text) : -1;
  if (offset === 0 || (offset > 0 && offset < job.rows.rowCount)) return offset;
  throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
}

function maxRecordsOf(call: ApiCall): number | undefined {
  const given = call.url.searchParams.get('maxRecords');
  if (given === null) return undefined;
  if (/^[1-9]\d{0,9}$/.test(given)) return Number(given);
  throw new ApiError(400, 'API_ERROR', 'maxRecords must be a positive number');
}
