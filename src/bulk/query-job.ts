import type { ActivityRun } from '../contract/activity.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { CsvDialect } from '../codec/csv/dialect.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { awaitJob, type WaitOptions } from './await-job.ts';
import { parseJobInfo, type JobInfo } from './job-info.ts';
import { namingJob } from './naming-job.ts';

/** What a bulk query asks for. */
export interface BulkQuery extends WaitOptions, CsvDialect {
  readonly soql: string;
  /** Take deleted and archived records along (`queryAll`). */
  readonly includeDeleted: boolean;
}

/**
 * Creates a query job and waits until its result is ready.
 *
 * @throws ConnectorError `invalid-query`, `job-failed`, `job-aborted`, `wait-timeout`
 */
export async function runQueryJob(
  connection: SalesforceConnection,
  query: BulkQuery,
  run: ActivityRun = {},
): Promise<JobInfo> {
  const { body } = await connection.rest.send({
    method: 'POST',
    path: 'jobs/query',
    body: {
      json: {
        operation: query.includeDeleted ? 'queryAll' : 'query',
        query: query.soql,
        contentType: 'CSV',
        columnDelimiter: query.columnDelimiter,
        lineEnding: query.lineEnding,
      },
    },
    // A second job after a lost answer costs one of 10,000 a day and changes nothing.
    callClass: 'idempotent',
    signal: run.signal,
  });
  const { id } = parseJobInfo(body);
  const job = await namingJob(id, () => awaitJob(connection, `jobs/query/${id}`, query, run));
  const details = { jobId: job.id, errorMessage: job.errorMessage };
  if (job.state === 'Aborted') {
    throw new ConnectorError('job-aborted', `Query job ${job.id} was aborted in the org.`, { details });
  }
  if (job.state === 'Failed') {
    const reason = job.errorMessage ?? 'the org gives no reason';
    throw new ConnectorError('job-failed', `Query job ${job.id} failed: ${reason}`, { details });
  }
  return job;
}
