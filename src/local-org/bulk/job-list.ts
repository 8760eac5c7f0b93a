import { z } from 'zod';
import type { ApiCall } from '../rest/api-call.ts';
import { ApiError } from '../server/api-error.ts';
import type { OrgResponse } from '../server/org-response.ts';
import { jobJson } from './job-json.ts';
import type { AnyJob, JobStore } from './job-store.ts';

/** Jobs in one page of a list. */
const pageSize = 1000;

const filterSchema = z.object({
  jobType: z.enum(['V2Ingest', 'V2Query', 'Classic', 'BigObjectIngest']).optional(),
  concurrencyMode: z.enum(['Parallel', 'Serial']).optional(),
  isPkChunkingEnabled: z.enum(['true', 'false']).optional(),
});

type JobFilter = z.infer<typeof filterSchema>;

const placeSchema = z.object({ filter: filterSchema, offset: z.int().min(0) });

/**
 * `GET /jobs/ingest` and `GET /jobs/query`: jobs by the thousand, oldest first. The list of query jobs has ingest jobs
 * in it too, unless a `jobType` is given, and its next page lies behind `/jobs/ingest`: so do the samples of the
 * documentation.
 * @throws ApiError 400 `INVALID_QUERY_LOCATOR`, or `API_ERROR` for a filter that does not exist.
 */
export function listJobs(jobs: JobStore, call: ApiCall, kind: AnyJob['kind']): OrgResponse {
  const { searchParams } = call.url;
  const given = searchParams.get('queryLocator');
  const { filter, offset } =
    given === null ? { filter: readFilter(searchParams, kind), offset: 0 } : readLocator(given);
  const matching = jobs.all().filter((job) => matches(job, filter));
  const page = matching.slice(offset, offset + pageSize);
  const next = offset + page.length;
  const nextRecordsUrl =
    next < matching.length
      ? `${call.version.path}/jobs/ingest?queryLocator=${locator({ filter, offset: next })}`
      : null;
  const records = page.map((job) => ({ ...job.summary(), jobType: jobTypeOf(job) }));
  return jobJson({ done: nextRecordsUrl === null, records, nextRecordsUrl });
}

function readFilter(parameters: URLSearchParams, kind: AnyJob['kind']): JobFilter {
  const parsed = filterSchema.safeParse(Object.fromEntries(parameters));
  if (!parsed.success) throw new ApiError(400, 'API_ERROR', z.prettifyError(parsed.error));
  const { jobType } = parsed.data;
  return jobType === undefined && kind === 'ingest' ? { ...parsed.data, jobType: 'V2Ingest' } : parsed.data;
}

/** The modes and the chunking by primary key that a client chooses belong to classic jobs, which this org has not. */
function matches(job: AnyJob, { jobType, concurrencyMode, isPkChunkingEnabled }: JobFilter): boolean {
  return (
    (jobType === undefined || jobType === jobTypeOf(job)) &&
    concurrencyMode !== 'Serial' &&
    isPkChunkingEnabled !== 'true'
  );
}

function jobTypeOf({ kind }: AnyJob): 'V2Ingest' | 'V2Query' {
  return kind === 'ingest' ? 'V2Ingest' : 'V2Query';
}

function locator(place: z.infer<typeof placeSchema>): string {
  return `01g${Buffer.from(JSON.stringify(place)).toString('base64url')}`;
}

function readLocator(text: string): z.infer<typeof placeSchema> {
  try {
    const json: unknown = JSON.parse(Buffer.from(text.slice(3), 'base64url').toString());
    return placeSchema.parse(json);
  } catch {
    throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  }
}
