import { createWriteStream, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
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

/** Bytes that wait for the disk before the client has to. */
const highWaterMark = 1024 * 1024;

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
  try {
    await pipeline(bounded(request.body, meter), createWriteStream(job.uploadFile, { highWaterMark }));
  } catch (error) {
    job.upload = 'none';
    job.uploads.push(meter.end(false));
    rmSync(job.uploadFile, { force: true });
    throw error;
  }
  job.uploads.push(meter.end(true));
  job.upload = 'complete';
}

async function* bounded(chunks: AsyncIterable<Uint8Array>, meter: UploadMeter): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    meter.add(chunk);
    if (meter.bytes > maxUploadBytes) {
      throw new ApiError(
        413,
        'EXCEEDED_MAX_SIZE_REQUEST',
        `The data of a job can have at most ${maxUploadBytes} bytes.`,
      );
    }
    yield chunk;
  }
}
