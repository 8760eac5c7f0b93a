import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { CsvDialect } from '../codec/csv/dialect.ts';
import type { WriteOperation } from '../schema/write-operation.ts';
import type { IngestPart } from './ingest-part.ts';
import { parseJobInfo, type JobInfo } from './job-info.ts';

/** What an ingest job does with its rows. */
export interface IngestTarget {
  readonly object: string;
  readonly operation: WriteOperation;
  /** For upserts. */
  readonly externalIdField?: string | undefined;
}

const maxCloseAttempts = 3;

/**
 * The calls of one ingest job's life: create, upload, close. They are three calls on purpose: a job that was never
 * closed processes nothing, so each step can be repeated or given up without a row being written twice.
 */
export class IngestJobs {
  readonly #connection: SalesforceConnection;
  readonly #signal: AbortSignal | undefined;

  constructor(connection: SalesforceConnection, signal: AbortSignal | undefined) {
    this.#connection = connection;
    this.#signal = signal;
  }

  /** Opens a job. A lost answer leaves an Open job behind, which does nothing and dies after 24 hours. */
  async create(target: IngestTarget, dialect: CsvDialect): Promise<JobInfo> {
    const { body } = await this.#connection.rest.send({
      method: 'POST',
      path: 'jobs/ingest',
      body: {
        json: {
          object: target.object,
          operation: target.operation,
          ...(target.externalIdField === undefined ? {} : { externalIdFieldName: target.externalIdField }),
          contentType: 'CSV',
          columnDelimiter: dialect.columnDelimiter,
          lineEnding: dialect.lineEnding,
        },
      },
      callClass: 'idempotent',
      signal: this.#signal,
    });
    return parseJobInfo(body);
  }

  /**
   * Sends the data. A job takes one upload only.
   *
   * @throws ConnectorError `outcome-unknown` when the answer was lost: abort the job and use a new one
   */
  async upload(jobId: string, part: IngestPart): Promise<void> {
    await this.#connection.rest.send({
      method: 'PUT',
      path: `jobs/ingest/${jobId}/batches`,
      body: { contentType: 'text/csv; charset=UTF-8', byteLength: part.byteLength, open: () => part.open() },
      callClass: 'upload',
      signal: this.#signal,
    });
  }

  /**
   * Submits the job. After a lost answer the job's state tells whether it got through.
   *
   * @throws ConnectorError after which the job may be closed or not (see {@link IngestJobs.drop}); `isOutcomeOpen` in
   *   its details when an attempt before the last may have closed it
   */
  async close(jobId: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        // A later attempt is refused when an earlier one got through after all.
        if (attempt > 1 && (await this.info(jobId)).state !== 'Open') return;
        await this.#setState(jobId, 'UploadComplete');
        return;
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error;
        if (attempt === 1 && error.code !== 'outcome-unknown') throw error;
        if (attempt === maxCloseAttempts) throw error.withDetails({ isOutcomeOpen: true });
      }
    }
  }

  /**
   * Aborts a job that nobody closed, and says whether it is certain that none of its rows will ever be processed.
   *
   * @throws ConnectorError when the org does not tell
   */
  async drop(jobId: string): Promise<boolean> {
    const { state } = await this.info(jobId);
    if (state === 'Open') await this.abort(jobId);
    return state === 'Open' || state === 'Aborted';
  }

  async abort(jobId: string): Promise<void> {
    await this.#setState(jobId, 'Aborted');
  }

  async info(jobId: string): Promise<JobInfo> {
    const { body } = await this.#connection.rest.send({
      method: 'GET',
      path: `jobs/ingest/${jobId}`,
      callClass: 'idempotent',
      signal: this.#signal,
    });
    return parseJobInfo(body);
  }

  async #setState(jobId: string, state: 'UploadComplete' | 'Aborted'): Promise<void> {
    await this.#connection.rest.send({
      method: 'PATCH',
      path: `jobs/ingest/${jobId}`,
      body: { json: { state } },
      callClass: 'create',
      signal: this.#signal,
    });
  }
}
