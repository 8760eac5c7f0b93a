import type { WriteRun } from '../contract/activity.ts';
import type { WriteReport } from '../contract/outcome.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { awaitJob, type WaitOptions } from './await-job.ts';
import { IngestJobs, type IngestTarget } from './ingest-jobs.ts';
import type { IngestPart } from './ingest-part.ts';
import { IngestTally } from './ingest-tally.ts';
import type { JobInfo } from './job-info.ts';
import { ResultFiles } from './result-file.ts';

/** A bulk write. */
export interface Ingest extends IngestTarget, WaitOptions {}

/** How often an upload whose answer was lost gets a fresh job. */
const maxUploadJobs = 3;

/**
 * Writes each part as a job of its own, one after the other: create, upload, close, wait, fetch the results, and
 * check that every row of the part is accounted for.
 *
 * @throws ConnectorError `job-failed`, `job-aborted`, `wait-timeout` (all with `jobId`), `reconciliation-mismatch`;
 *   `details.report` accounts for what was done
 */
export async function runIngest(
  connection: SalesforceConnection,
  ingest: Ingest,
  parts: AsyncIterable<IngestPart> | Iterable<IngestPart>,
  run: WriteRun = {},
): Promise<WriteReport> {
  const tally = new IngestTally(ingest.operation);
  const results = new ResultFiles(connection, run);
  for await (const part of parts) {
    tally.taken(part);
    try {
      const jobId = await submit(connection, ingest, part, run);
      tally.submitted(jobId, part);
      const job = await awaitJob(connection, `jobs/ingest/${jobId}`, ingest, run);
      tally.finished(job);
      await tally.account(job, part, results);
      requireComplete(job);
    } catch (error) {
      throw error instanceof ConnectorError ? error.withDetails({ report: tally.report() }) : error;
    }
  }
  return tally.report();
}

/** Gets the part's bytes into a job and closes it. An unclosed job processes nothing, so a doubtful one is dropped. */
async function submit(
  connection: SalesforceConnection,
  ingest: Ingest,
  part: IngestPart,
  run: WriteRun,
): Promise<string> {
  const jobs = new IngestJobs(connection, run.signal);
  for (let attempt = 1; ; attempt++) {
    const { id } = await jobs.create(ingest, part.dialect);
    run.onProgress?.({
      phase: 'upload',
      note: id,
      bytes: 0,
      totalBytes: part.byteLength,
      totalRows: part.rowCount,
    });
    try {
      await jobs.upload(id, watched(part, run));
      await jobs.close(id);
      return id;
    } catch (error) {
      await dropOpenJob(connection, id);
      const isDoubtful = error instanceof ConnectorError && error.code === 'outcome-unknown';
      if (!isDoubtful || attempt === maxUploadJobs) throw error;
    }
  }
}

function watched(part: IngestPart, run: WriteRun): IngestPart {
  if (run.onProgress === undefined) return part;
  const { onProgress } = run;
  return {
    ...part,
    async *open() {
      let bytes = 0;
      for await (const chunk of part.open()) {
        yield chunk;
        bytes += chunk.length;
        onProgress({ phase: 'upload', bytes, totalBytes: part.byteLength, totalRows: part.rowCount });
      }
    },
  };
}

/** Tidies up on the way to an error that matters more, also after the caller cancelled: hence no signal. */
async function dropOpenJob(connection: SalesforceConnection, jobId: string): Promise<void> {
  const jobs = new IngestJobs(connection, undefined);
  try {
    const { state } = await jobs.info(jobId);
    if (state === 'Open') await jobs.abort(jobId);
  } catch (error) {
    connection.context.logger.warn(
      'An open bulk job could not be aborted; the org drops it after 24 hours.',
      {
        jobId,
        code: error instanceof ConnectorError ? error.code : 'internal-error',
      },
    );
  }
}

function requireComplete(job: JobInfo): void {
  if (job.state === 'JobComplete') return;
  const reason = job.errorMessage ?? 'the org gives no reason';
  throw job.state === 'Aborted'
    ? new ConnectorError('job-aborted', `Job ${job.id} was aborted in the org.`, {
        details: { jobId: job.id },
      })
    : new ConnectorError('job-failed', `Job ${job.id} failed: ${reason}`, {
        details: { jobId: job.id, errorMessage: reason },
      });
}
