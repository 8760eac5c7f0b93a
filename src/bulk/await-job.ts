import type { ActivityRun } from '../contract/activity.ts';
import type { Clock } from '../contract/clock.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { cancelled, ConnectorError } from '../errors/connector-error.ts';
import { finalStates, parseJobInfo, type JobInfo } from './job-info.ts';

/** How long to wait for a job. */
export interface WaitOptions {
  /** Seconds of waiting, counted from the first look; then the wait ends and the job goes on. */
  readonly waitSeconds: number;
}

const firstDelayMs = 250;
const longestDelayMs = 30_000;

/**
 * Looks at a job until it is final. The pause between looks grows with the time already waited, so that short jobs
 * are noticed at once and long ones cost few calls.
 *
 * @param path of the job below the versioned root, e.g. `jobs/ingest/750…`
 * @throws ConnectorError `wait-timeout` with `jobId` and `state` in the details, or `cancelled`; the job is left
 *   alone
 */
export async function awaitJob(
  connection: SalesforceConnection,
  path: string,
  options: WaitOptions,
  run: ActivityRun = {},
): Promise<JobInfo> {
  const { clock } = connection.context;
  const startedAt = clock.monotonicMs();
  for (;;) {
    const { body } = await connection.rest.send({
      method: 'GET',
      path,
      callClass: 'poll',
      signal: run.signal,
    });
    const job = parseJobInfo(body);
    reportProgress(job, run);
    if (finalStates.has(job.state)) {
      connection.observeErrors(errorCodesOf(job));
      return job;
    }
    const waitedMs = clock.monotonicMs() - startedAt;
    const leftMs = options.waitSeconds * 1_000 - waitedMs;
    if (leftMs <= 0) throw waitedTooLong(job, options);
    const delayMs = Math.min(Math.max(firstDelayMs, waitedMs / 4), longestDelayMs, leftMs);
    await pause(clock, delayMs, run.signal);
  }
}

async function pause(clock: Clock, delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await clock.sleep(delayMs, signal);
  } catch (reason) {
    throw signal?.aborted === true ? cancelled(signal) : reason;
  }
}

function reportProgress(job: JobInfo, run: ActivityRun): void {
  run.onProgress?.({ phase: 'process', note: job.state, rows: job.numberRecordsProcessed ?? 0 });
}

/** The message of a job that failed begins with a code: `InvalidBatch : Field name not found : X`. */
function errorCodesOf({ errorMessage }: JobInfo): readonly string[] {
  const [, code] = /^(\w+) : /u.exec(errorMessage ?? '') ?? [];
  return code === undefined ? [] : [code];
}

function waitedTooLong({ id, state }: JobInfo, { waitSeconds }: WaitOptions): ConnectorError {
  return new ConnectorError(
    'wait-timeout',
    `Job ${id} is still in state ${state} after ${waitSeconds} seconds.`,
    {
      details: { jobId: id, state, waitSeconds },
    },
  );
}
