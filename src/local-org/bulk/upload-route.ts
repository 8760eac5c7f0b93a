import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { sessionOf } from '../rest/api-call.ts';
import { ApiError, notEmulated, notFound } from '../server/api-error.ts';
import { parseApiVersion } from '../server/api-version.ts';
import { headerOf, type OrgRequest } from '../server/org-request.ts';
import { empty } from '../server/org-response.ts';
import { param, type Route } from '../server/route-table.ts';
import { firstVersions } from './bulk-route.ts';
import type { IngestJob } from './ingest-job.ts';
import { invalidJobState } from './job-state.ts';
import type { JobStore } from './job-store.ts';
import { UploadMeter } from './upload-attempt.ts';

/** 150 MB after base64, which is how Salesforce counts. */
const maxUploadBytes = (150 * 1024 * 1024 * 3) / 4;

/** `PUT /jobs/ingest/{id}/batches`: the CSV goes to a file as it arrives; one upload a job. */
export function uploadRoute(jobs: JobStore): Route {
  return {
    method: 'PUT',
    pattern: '/services/data/:version/jobs/ingest/:id/batches',
    handle: async (request, params) => {
      sessionOf(request);
      if (parseApiVersion(param(params, 'version')).number < firstVersions.ingest) throw notFound();
      const job = jobs.ingest(param(params, 'id'));
      refuseUnlessReady(job, request);
      await receive(job, request);
      jobs.save(job);
      return empty(201);
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
async function receive(job: IngestJob, request: OrgRequest): Promise<void> {
  job.upload = 'receiving';
  const meter = new UploadMeter();
  const descriptor = openSync(job.uploadFile, 'w');
  try {
    for await (const chunk of request.body) {
      meter.add(chunk);
      if (meter.bytes > maxUploadBytes) throw tooLarge();
      writeAll(descriptor, chunk);
    }
    // Closed or aborted before its data were there: saying 201 would lose them without a word.
    if (job.state !== 'Open') throw invalidJobState('Uploading to', job.state);
    job.upload = 'complete';
  } catch (error) {
    job.upload = 'none';
    rmSync(job.uploadFile, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
    job.uploads.push(meter.end(job.upload === 'complete'));
  }
}

/** At once: handing a chunk to the operating system takes less time than waiting for it would. */
function writeAll(descriptor: number, chunk: Uint8Array): void {
  for (let written = 0; written < chunk.byteLength;) written += writeSync(descriptor, chunk, written);
}

function tooLarge(): ApiError {
  const message = `The data of a job can have at most ${maxUploadBytes} bytes.`;
  return new ApiError(413, 'EXCEEDED_MAX_SIZE_REQUEST', message);
}
