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

  /** Submits the job. After a lost answer the job's state tells whether it got through. */
  async close(jobId: string): Promise<void> {
    try {
      await this.#setState(jobId, 'UploadComplete');
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.code !== 'outcome-unknown') throw error;
      const { state } = await this.info(jobId);
      if (state === 'Open') await this.#setState(jobId, 'UploadComplete');
    }
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
