import type { WriteRun } from '../contract/activity.ts';
import type { WriteReport } from '../contract/outcome.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { FailureClass, failureClassOf } from '../errors/failure-class.ts';
import { awaitJob, type WaitOptions } from './await-job.ts';
import { dropQuietly, fillJob } from './fill-job.ts';
import { IngestJobs, type IngestTarget } from './ingest-jobs.ts';
import type { IngestPart, RefusedRows, UnsentRows } from './ingest-part.ts';
import { IngestTally } from './ingest-tally.ts';
import type { JobInfo } from './job-info.ts';
import { namingJob } from './naming-job.ts';
import { PartProgress } from './part-progress.ts';
import { ResultFiles } from './result-files.ts';

/** A bulk write. */
export interface Ingest extends IngestTarget, WaitOptions {}

/**
 * Writes each part as a job of its own, one after the other: create, upload, close, wait, fetch the results, and
 * check that every row of the part is accounted for. Rows that never made it into a part are failed rows.
 *
 * @throws ConnectorError `job-failed`, `job-aborted`, `wait-timeout`, `reconciliation-mismatch`, and what a RestClient
 *   throws (with `jobId` from the submission of a job on), and whatever `parts` throws; `details.report` accounts for
 *   the rows taken, if there were any
 */
export async function runIngest(
  connection: SalesforceConnection,
  ingest: Ingest,
  parts: AsyncIterable<IngestPart | RefusedRows | UnsentRows> | readonly IngestPart[],
  run: WriteRun = {},
): Promise<WriteReport> {
  const known = Symbol.asyncIterator in parts ? undefined : parts;
  const progress = run.onProgress && new PartProgress(run.onProgress, known);
  const partRun: WriteRun = progress === undefined ? run : { ...run, onProgress: progress.report };
  const tally = new IngestTally(ingest.operation);
  const results = new ResultFiles(connection, run);
  try {
    for await (const part of parts) {
      if ('refused' in part) {
        tally.refused(part);
        await run.onOutcomes?.(part.refused);
        continue;
      }
      if ('unsent' in part) {
        tally.taken(part.unsent);
        await results.giveUnprocessed(part.unsent);
        continue;
      }
      tally.taken(part);
      progress?.nextPart();
      const jobId = await fillJob(connection, ingest, part, partRun);
      await closeJob(connection, jobId, {
        signal: run.signal,
        onSubmitted: () => {
          tally.submitted(jobId, part);
        },
      });
      await namingJob(jobId, async () => {
        const job = await awaitJob(connection, `jobs/ingest/${jobId}`, ingest, partRun);
        tally.finished(job);
        await accountFor(job, () => tally.account(job, part, results));
      });
    }
  } catch (error) {
    const report = tally.report();
    throw error instanceof ConnectorError && report.rowCount > 0 ? error.withDetails({ report }) : error;
  }
  return tally.report();
}

/** After a failed close the rows are the job's unless it can be dropped: a doubtful job is never sent again. */
async function closeJob(
  connection: SalesforceConnection,
  jobId: string,
  { signal, onSubmitted }: { readonly signal: AbortSignal | undefined; readonly onSubmitted: () => void },
): Promise<void> {
  try {
    await new IngestJobs(connection, signal).close(jobId);
  } catch (error) {
    const isDropped = await dropQuietly(connection, jobId);
    if (!isDropped && !isUnsent(error)) onSubmitted();
    throw error instanceof ConnectorError ? error.withDetails({ jobId }) : error;
  }
  onSubmitted();
}

/** Whether a call was held back for want of API calls: then it was not made, and none to drop the job could be. */
function isUnsent(error: unknown): boolean {
  if (!(error instanceof ConnectorError) || error.details['isOutcomeOpen'] === true) return false;
  return error.code === 'api-reserve-reached' || failureClassOf(error) === FailureClass.dailyLimit;
}

/** Accounts for a final job. That it failed or was aborted matters more than what went wrong in counting its rows. */
async function accountFor(job: JobInfo, account: () => Promise<void>): Promise<void> {
  try {
    await account();
  } catch (cause) {
    if (job.state === 'JobComplete') throw cause;
    throw unfinishedJob(job, cause);
  }
  if (job.state !== 'JobComplete') throw unfinishedJob(job);
}

function unfinishedJob({ id, state, errorMessage }: JobInfo, cause?: unknown): ConnectorError {
  const reason = errorMessage ?? 'the org gives no reason';
  return state === 'Aborted'
    ? new ConnectorError('job-aborted', `Job ${id} was aborted in the org.`, {
        cause,
        details: { jobId: id },
      })
    : new ConnectorError('job-failed', `Job ${id} failed: ${reason}`, {
        cause,
        details: { jobId: id, errorMessage: reason },
      });
}
