import { createWriteStream, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { sessionOf } from '../rest/api-call.ts';
import { ApiError, notEmulated, notFound } from '../server/api-error.ts';
import { parseApiVersion } from '../server/api-version.ts';
import { headerOf, type OrgRequest } from '../server/org-request.ts';
import { empty, type OrgResponse } from '../server/org-response.ts';
import { param, type Route } from '../server/route-table.ts';
import { firstVersions } from './bulk-route.ts';
import type { IngestJob } from './ingest-job.ts';
import { invalidJobState } from './job-state.ts';
import type { JobStore } from './job-store.ts';

/** 150 MB after base64, which is how Salesforce counts. */
const maxUploadBytes = (150 * 1024 * 1024 * 3) / 4;

/** `PUT /jobs/ingest/{id}/batches`: the CSV goes to a file as it arrives; one upload a job. */
export function uploadRoute(jobs: JobStore<IngestJob>): Route {
  return {
    method: 'PUT',
    pattern: '/services/data/:version/jobs/ingest/:id/batches',
    handle: async (request, params) => {
      sessionOf(request);
      if (parseApiVersion(param(params, 'version')).number < firstVersions.ingest) throw notFound();
      const job = jobs.find(param(params, 'id'));
      refuseUnlessReady(job, request);
      return receive(job, request);
    },
  };
}

function refuseUnlessReady(job: IngestJob, request: OrgRequest): void {
  if (job.state !== 'Open') throw invalidJobState('Uploading to', job.state);
  if (!/^text\/csv\b/i.test(headerOf(request, 'content-type') ?? '')) {
    throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', 'The content type of job data must be text/csv');
  }
  if (headerOf(request, 'content-encoding') !== undefined) throw notEmulated('compressed uploads');
  if (job.upload !== 'none') {
    throw new ApiError(
      400,
      'CLIENTINPUTERROR',
      `Found multiple contents for job: <${job.id}>, please 'Close' / 'Abort' / 'Delete' the current Job then ` +
        "create a new Job and make sure you only do 'PUT' once on a given Job.",
    );
  }
}

/** An upload that breaks off leaves nothing behind: the job can be uploaded to again. */
async function receive(job: IngestJob, request: OrgRequest): Promise<OrgResponse> {
  job.upload = 'receiving';
  try {
    await pipeline(bounded(request.body), createWriteStream(job.uploadFile));
  } catch (error) {
    job.upload = 'none';
    rmSync(job.uploadFile, { force: true });
    throw error;
  }
  job.upload = 'complete';
  return empty(201);
}

async function* bounded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let byteCount = 0;
  for await (const chunk of chunks) {
    byteCount += chunk.byteLength;
    if (byteCount > maxUploadBytes) {
      throw new ApiError(
        413,
        'EXCEEDED_MAX_SIZE_REQUEST',
        `The data of a job can have at most ${maxUploadBytes} bytes.`,
      );
    }
    yield chunk;
  }
}
