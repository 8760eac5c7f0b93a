import { z } from 'zod';
import { actorOf, type ApiCall } from '../rest/api-call.ts';
import { ApiError } from '../server/api-error.ts';
import { IdSequence } from '../server/id-sequence.ts';
import { empty, type OrgResponse } from '../server/org-response.ts';
import { param, type Route } from '../server/route-table.ts';
import { bulkRoute, firstVersions } from './bulk-route.ts';
import type { BulkParts } from './ingest-routes.ts';
import { jobJson } from './job-json.ts';
import { invalidJobState, isTerminal } from './job-state.ts';
import { JobStore } from './job-store.ts';
import { processQuery } from './process-query.ts';
import { QueryJob } from './query-job.ts';
import { queryResultPages, queryResults } from './query-pages.ts';
import { parseQuerySettings } from './query-settings.ts';

/** `/jobs/query`: create, abort, get, list, delete, the result and its pages. */
export function queryJobRoutes(parts: BulkParts): Route[] {
  const jobs = new JobStore<QueryJob>();
  const ids = new IdSequence('750', parts.clock.now() + queryIdOffset);
  const since = firstVersions.query;
  const pagesSince = firstVersions.resultPages;
  const all = '/jobs/query';
  const one = '/jobs/query/:id';
  const jobOf = (call: ApiCall) => jobs.find(param(call.params, 'id'));
  const pages = (call: ApiCall) => queryResultPages(jobOf(call), call, parts.queryPageRows);
  return [
    bulkRoute({ method: 'POST', pattern: all, since }, (call) => {
      const job = createJob(parts, ids.next(), call);
      jobs.add(job);
      return jobJson(job.summary());
    }),
    bulkRoute({ method: 'GET', pattern: all, since }, (call) => listJobs(jobs, call)),
    bulkRoute({ method: 'GET', pattern: one, since }, (call) => jobJson(jobOf(call).info())),
    bulkRoute({ method: 'PATCH', pattern: one, since }, (call) => abortJob(jobOf(call), call)),
    bulkRoute({ method: 'DELETE', pattern: one, since }, (call) => deleteJob(jobs, jobOf(call))),
    bulkRoute({ method: 'GET', pattern: `${one}/results`, since }, (call) =>
      queryResults(jobOf(call), call, parts.queryPageRows),
    ),
    bulkRoute({ method: 'GET', pattern: `${one}/resultPages`, since: pagesSince }, pages),
    bulkRoute({ method: 'GET', pattern: `${one}/resultpages`, since: pagesSince }, pages),
  ];
}

/** Keeps the ids of query jobs apart from those of ingest jobs: both begin with 750. */
const queryIdOffset = 1_000_000_000_000;

/** The query is compiled at once, so that one that Salesforce would refuse makes no job. */
function createJob(parts: BulkParts, id: string, call: ApiCall): QueryJob {
  const settings = parseQuerySettings(call.json);
  const query = parts.database.query(settings.query, {
    actor: actorOf(call),
    includeDeleted: settings.operation === 'queryAll',
    dialect: 'bulk',
  });
  const origin = {
    id,
    userId: call.session.userId,
    versionNumber: call.version.number,
    clock: parts.clock,
  };
  const job = new QueryJob(origin, { ...settings, object: query.object }, parts.folder);
  parts.limits.use('DailyBulkV2QueryJobs');
  parts.runner.start(job, (signal) => processQuery(job, query, signal));
  return job;
}

function listJobs(jobs: JobStore<QueryJob>, call: ApiCall): OrgResponse {
  const page = jobs.page(call.url.searchParams.get('queryLocator'));
  const nextRecordsUrl =
    page.nextLocator === undefined
      ? null
      : `${call.version.path}/jobs/query?queryLocator=${page.nextLocator}`;
  const records = page.jobs.map((job) => ({ ...job.summary(), jobType: 'V2Query' }));
  return jobJson({ done: nextRecordsUrl === null, records, nextRecordsUrl });
}

const stateSchema = z.looseObject({ state: z.literal('Aborted') });

function abortJob(job: QueryJob, call: ApiCall): OrgResponse {
  if (!stateSchema.safeParse(call.json).success) {
    throw new ApiError(400, 'INVALIDJOBSTATE', 'state must be Aborted');
  }
  if (isTerminal(job.state)) throw invalidJobState('Aborting', job.state);
  job.moveTo('Aborted');
  return jobJson(job.summary());
}

async function deleteJob(jobs: JobStore<QueryJob>, job: QueryJob): Promise<OrgResponse> {
  if (!isTerminal(job.state)) {
    throw new ApiError(
      400,
      'API_ERROR',
      'Error encountered when deleting the job because the job is not terminated',
    );
  }
  jobs.delete(job);
  await job.settled;
  job.removeFiles();
  return empty();
}
