import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { sessionOf, type ApiCall } from '../rest/api-call.ts';
import { ApiError } from '../server/api-error.ts';
import { parseApiVersion } from '../server/api-version.ts';
import type { OrgRequest } from '../server/org-request.ts';
import { empty, type OrgResponse } from '../server/org-response.ts';
import { param, type Route } from '../server/route-table.ts';
import type { BulkJobs } from './bulk-api.ts';
import { bulkRoute, firstVersions } from './bulk-route.ts';
import { IngestJob, ingestResultKinds, type IngestResultKind } from './ingest-job.ts';
import { ingestResults } from './ingest-result-response.ts';
import { parseIngestSettings } from './ingest-settings.ts';
import { jobJson } from './job-json.ts';
import { listJobs } from './job-list.ts';
import { requireCreator, requireCreatorOrManager, requireOperation } from './job-rights.ts';
import { invalidJobState, isTerminal, notTerminated } from './job-state.ts';
import { isMultipart, readMultipartCreate } from './multipart-create.ts';
import { UploadMeter } from './upload-attempt.ts';
import { uploadRoute } from './upload-route.ts';

/** `/jobs/ingest`: create, upload, close, abort, get, list, delete, and the three results. */
export function ingestRoutes(bulk: BulkJobs): Route[] {
  const { jobs } = bulk;
  const since = firstVersions.ingest;
  const all = '/jobs/ingest';
  const one = '/jobs/ingest/:id';
  const jobOf = (call: ApiCall) => jobs.ingest(param(call.params, 'id'));
  const create = bulkRoute({ method: 'POST', pattern: all, since }, (call) =>
    jobJson(createJob(bulk, call, call.json).summary()),
  );
  return [
    uploadRoute(jobs),
    {
      ...create,
      handle: (request, params) =>
        isMultipart(request)
          ? createWithData(bulk, request, param(params, 'version'))
          : create.handle(request, params),
    },
    bulkRoute({ method: 'GET', pattern: all, since }, (call) => listJobs(jobs, call, 'ingest')),
    bulkRoute({ method: 'GET', pattern: one, since }, (call) => jobJson(jobOf(call).info())),
    bulkRoute({ method: 'PATCH', pattern: one, since }, (call) => changeState(bulk, jobOf(call), call)),
    bulkRoute({ method: 'DELETE', pattern: one, since }, (call) => deleteJob(bulk, jobOf(call), call)),
    ...ingestResultKinds.map((kind: IngestResultKind) =>
      bulkRoute({ method: 'GET', pattern: `${one}/${kind}`, since }, (call) =>
        ingestResults(jobOf(call), kind, call),
      ),
    ),
  ];
}

function createJob(
  { database, time, folder, jobs, nextId, limits }: BulkJobs,
  { session, version }: Pick<ApiCall, 'session' | 'version'>,
  json: unknown,
): IngestJob {
  const settings = parseIngestSettings(database.catalogue, json);
  requireOperation(settings.operation, session);
  limits.require('DailyBulkApiBatches');
  const origin = { id: nextId(), userId: session.userId, versionNumber: version.number, clock: time };
  const job = new IngestJob(origin, settings, folder);
  jobs.add(job);
  return job;
}

/** The job and its data in one request: it comes back closed. */
async function createWithData(
  bulk: BulkJobs,
  request: OrgRequest,
  versionText: string,
): Promise<OrgResponse> {
  const call = { session: sessionOf(request), version: parseApiVersion(versionText) };
  const { json, content } = await readMultipartCreate(request);
  const job = createJob(bulk, call, json);
  const bytes = Buffer.from(content);
  const meter = new UploadMeter();
  meter.add(bytes);
  await writeFile(job.uploadFile, bytes);
  job.uploads.push(meter.end(true));
  job.upload = 'complete';
  close(bulk, job);
  return jobJson(job.summary());
}

const stateSchema = z.looseObject({ state: z.enum(['UploadComplete', 'Aborted']) });

/** Closing a job starts it; aborting one that runs stops it before its next chunk. */
function changeState(bulk: BulkJobs, job: IngestJob, call: ApiCall): OrgResponse {
  const parsed = stateSchema.safeParse(call.json);
  if (!parsed.success) {
    throw new ApiError(400, 'INVALIDJOBSTATE', 'state must be UploadComplete or Aborted');
  }
  if (parsed.data.state === 'UploadComplete') {
    requireCreator(job, call.session);
    if (job.state !== 'Open') throw invalidJobState('Closing', job.state);
    close(bulk, job);
    return jobJson(job.summary());
  }
  requireCreatorOrManager(job, call.session);
  if (isTerminal(job.state)) throw invalidJobState('Aborting', job.state);
  const isOpen = job.state === 'Open';
  job.moveTo('Aborted');
  bulk.jobs.save(job);
  // An aborted job is worked through as well: its rows become unprocessed ones.
  if (isOpen) bulk.work(job);
  return jobJson(job.summary());
}

function close({ jobs, work }: BulkJobs, job: IngestJob): void {
  job.moveTo('UploadComplete');
  jobs.save(job);
  work(job);
}

async function deleteJob({ jobs }: BulkJobs, job: IngestJob, call: ApiCall): Promise<OrgResponse> {
  requireCreatorOrManager(job, call.session);
  if (job.state === 'Open' || job.state === 'InProgress') throw notTerminated();
  job.moveTo('Aborted');
  await jobs.remove(job);
  return empty();
}
