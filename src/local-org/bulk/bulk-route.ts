import { ApiError, notFound } from '../server/api-error.ts';
import type { OrgResponse } from '../server/org-response.ts';
import type { Route } from '../server/route-table.ts';
import { readCall, type ApiCall } from '../rest/api-call.ts';
import type { BulkJob } from './bulk-job.ts';

/** First versions that have the two kinds of jobs, and parallel result pages. */
export const firstVersions = { ingest: 41, query: 47, resultPages: 58 } as const;

/** Where a Bulk route is, behind `/services/data/vNN.0`, and since which version. */
export interface BulkRouteKey {
  readonly method: string;
  readonly pattern: string;
  readonly since: number;
}

/** A route of the Bulk API; 404 in versions that did not have it. */
export function bulkRoute(
  { method, pattern, since }: BulkRouteKey,
  handle: (call: ApiCall) => OrgResponse | Promise<OrgResponse>,
): Route {
  return {
    method,
    pattern: `/services/data/:version${pattern}`,
    handle: async (request, params) => {
      const call = await readCall(request, params);
      if (call.version.number < since) throw notFound();
      return handle(call);
    },
  };
}

/** @throws ApiError 409 when results are asked for in another version than the job was made in. */
export function requireSameVersion(job: BulkJob, { version }: ApiCall): void {
  if (job.versionNumber === version.number) return;
  throw new ApiError(
    409,
    'INVALIDVERSION',
    `The job was created with API version ${job.versionNumber}.0; its results cannot be read with ${version.text}`,
  );
}
