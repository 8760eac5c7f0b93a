import { z } from 'zod';
import { actorOf, type ApiCall } from '../rest/api-call.ts';
import { ApiError } from '../server/api-error.ts';
import { empty, type OrgResponse } from '../server/org-response.ts';
import { param, type Route } from '../server/route-table.ts';
import type { BulkJobs } from './bulk-api.ts';
import { bulkRoute, firstVersions } from './bulk-route.ts';
import { jobJson } from './job-json.ts';
import { listJobs } from './job-list.ts';
import { requireCreatorOrManager } from './job-rights.ts';
import { invalidJobState, isTerminal, notTerminated } from './job-state.ts';
import { QueryJob } from './query-job.ts';
import { queryResultPages, queryResults } from './query-pages.ts';
import { parseQuerySettings } from './query-settings.ts';
import { requireBulkSupport } from './unsupported-objects.ts';

/** `/jobs/query`: create, abort, get, list, delete, the result and its pages. */
export function queryJobRoutes(bulk: BulkJobs): Route[] {
  const { jobs, queryPageRows } = bulk;
  const since = firstVersions.query;
  const pagesSince = firstVersions.resultPages;
  const all = '/jobs/query';
  const one = '/jobs/query/:id';
  const jobOf = (call: ApiCall) => jobs.query(param(call.params, 'id'));
  const pages = (call: ApiCall) => queryResultPages(jobOf(call), call, queryPageRows);
  return [
    bulkRoute({ method: 'POST', pattern: all, since }, (call) => jobJson(createJob(bulk, call).summary())),
    bulkRoute({ method: 'GET', pattern: all, since }, (call) => listJobs(jobs, call, 'query')),
    bulkRoute({ method: 'GET', pattern: one, since }, (call) => jobJson(jobOf(call).info())),
    bulkRoute({ method: 'PATCH', pattern: one, since }, (call) => abortJob(bulk, jobOf(call), call)),
    bulkRoute({ method: 'DELETE', pattern: one, since }, (call) => deleteJob(bulk, jobOf(call), call)),
    bulkRoute({ method: 'GET', pattern: `${one}/results`, since }, (call) =>
      queryResults(jobOf(call), call, queryPageRows),
    ),
    bulkRoute({ method: 'GET', pattern: `${one}/resultPages`, since: pagesSince }, pages),
    bulkRoute({ method: 'GET', pattern: `${one}/resultpages`, since: pagesSince }, pages),
  ];
}

/** The query is compiled at once, so that one that Salesforce would refuse makes no job. */
function createJob(
  { database, limits, time, folder, jobs, nextId, work }: BulkJobs,
  call: ApiCall,
): QueryJob {
  const settings = parseQuerySettings(call.json);
  const { object } = database.query(settings.query, {
    actor: actorOf(call),
    includeDeleted: settings.operation === 'queryAll',
    dialect: 'bulk',
    version: call.version.number,
  });
  requireBulkSupport(object);
  limits.require('DailyBulkV2QueryJobs');
  limits.require('DailyBulkV2QueryFileStorageMB');
  limits.use('DailyBulkV2QueryJobs');
  const { session, version } = call;
  const origin = { id: nextId(), userId: session.userId, versionNumber: version.number, clock: time };
  const job = new QueryJob(origin, { ...settings, object }, folder);
  jobs.add(job);
  work(job);
  return job;
}

const stateSchema = z.looseObject({ state: z.literal('Aborted') });

function abortJob({ jobs }: BulkJobs, job: QueryJob, call: ApiCall): OrgResponse {
  if (!stateSchema.safeParse(call.json).success) {
    throw new ApiError(400, 'INVALIDJOBSTATE', 'state must be Aborted');
  }
  requireCreatorOrManager(job, call.session);
  if (isTerminal(job.state)) throw invalidJobState('Aborting', job.state);
  job.moveTo('Aborted');
  jobs.save(job);
  return jobJson(job.summary());
}

async function deleteJob({ jobs }: BulkJobs, job: QueryJob, call: ApiCall): Promise<OrgResponse> {
  requireCreatorOrManager(job, call.session);
  if (!isTerminal(job.state)) throw notTerminated();
  await jobs.remove(job);
  return empty();
}
