import { z } from 'zod';
import type { OrgDatabase } from '../records/org-database.ts';
import type { ApiCall } from '../rest/api-call.ts';
import { ApiError } from '../server/api-error.ts';
import type { OrgClock } from '../server/clock.ts';
import { IdSequence } from '../server/id-sequence.ts';
import type { OrgLimits } from '../server/org-limits.ts';
import { empty, type OrgResponse } from '../server/org-response.ts';
import { param, type Route } from '../server/route-table.ts';
import { bulkRoute, firstVersions } from './bulk-route.ts';
import { IngestJob, ingestResultKinds, type IngestResultKind } from './ingest-job.ts';
import { ingestResults } from './ingest-result-response.ts';
import { parseIngestSettings } from './ingest-settings.ts';
import { jobJson } from './job-json.ts';
import type { JobRunner } from './job-runner.ts';
import { invalidJobState, isTerminal } from './job-state.ts';
import { JobStore } from './job-store.ts';
import { processIngest } from './process-ingest.ts';
import { uploadRoute } from './upload-route.ts';

/** What the Bulk API works with. */
export interface BulkParts {
  readonly database: OrgDatabase;
  readonly limits: OrgLimits;
  readonly clock: OrgClock;
  readonly runner: JobRunner;
  /** Folder for uploads and results. */
  readonly folder: string;
  /** Rows in a page of query results when the client does not say. */
  readonly queryPageRows: number;
}

/** `/jobs/ingest`: create, upload, close, abort, get, list, delete, and the three results. */
export function ingestRoutes(parts: BulkParts): Route[] {
  const jobs = new JobStore<IngestJob>();
  const ids = new IdSequence('750', parts.clock.now());
  const since = firstVersions.ingest;
  const all = '/jobs/ingest';
  const one = '/jobs/ingest/:id';
  const jobOf = (call: ApiCall) => jobs.find(param(call.params, 'id'));
  return [
    uploadRoute(jobs),
    bulkRoute({ method: 'POST', pattern: all, since }, (call) => {
      const job = createJob(parts, ids.next(), call);
      jobs.add(job);
      return jobJson(job.summary());
    }),
    bulkRoute({ method: 'GET', pattern: all, since }, (call) => listJobs(jobs, call)),
    bulkRoute({ method: 'GET', pattern: one, since }, (call) => jobJson(jobOf(call).info())),
    bulkRoute({ method: 'PATCH', pattern: one, since }, (call) => changeState(parts, jobOf(call), call)),
    bulkRoute({ method: 'DELETE', pattern: one, since }, (call) => deleteJob(jobs, jobOf(call))),
    ...ingestResultKinds.map((kind: IngestResultKind) =>
      bulkRoute({ method: 'GET', pattern: `${one}/${kind}`, since }, (call) =>
        ingestResults(jobOf(call), kind, call),
      ),
    ),
  ];
}

function createJob({ database, clock, folder }: BulkParts, id: string, call: ApiCall): IngestJob {
  const settings = parseIngestSettings(database.catalogue, call.json);
  const origin = { id, userId: call.session.userId, versionNumber: call.version.number, clock };
  return new IngestJob(origin, settings, folder);
}

function listJobs(jobs: JobStore<IngestJob>, call: ApiCall): OrgResponse {
  const page = jobs.page(call.url.searchParams.get('queryLocator'));
  const nextRecordsUrl =
    page.nextLocator === undefined
      ? null
      : `${call.version.path}/jobs/ingest?queryLocator=${page.nextLocator}`;
  const records = page.jobs.map((job) => job.summary());
  return jobJson({ done: nextRecordsUrl === null, records, nextRecordsUrl });
}

const stateSchema = z.looseObject({ state: z.enum(['UploadComplete', 'Aborted']) });

/** Closing a job starts it; aborting one that runs stops it before its next chunk. */
function changeState(parts: BulkParts, job: IngestJob, call: ApiCall): OrgResponse {
  const parsed = stateSchema.safeParse(call.json);
  if (!parsed.success) {
    throw new ApiError(400, 'INVALIDJOBSTATE', 'state must be UploadComplete or Aborted');
  }
  const { state } = parsed.data;
  const isOpen = job.state === 'Open';
  if (state === 'UploadComplete' && !isOpen) throw invalidJobState('Closing', job.state);
  if (state === 'Aborted' && isTerminal(job.state)) throw invalidJobState('Aborting', job.state);
  job.moveTo(state);
  // An aborted job is worked through as well: its rows become unprocessed ones.
  if (isOpen) parts.runner.start(job, (signal) => processIngest(job, parts, signal));
  return jobJson(job.summary());
}

async function deleteJob(jobs: JobStore<IngestJob>, job: IngestJob): Promise<OrgResponse> {
  if (job.state === 'Open' || job.state === 'InProgress') {
    throw new ApiError(
      400,
      'API_ERROR',
      'Error encountered when deleting the job because the job is not terminated',
    );
  }
  job.moveTo('Aborted');
  jobs.delete(job);
  await job.settled;
  job.removeFiles();
  return empty();
}
