import type { ResultKind } from '../contract/activity.ts';
import type { RemoteJob, WriteReport } from '../contract/outcome.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { WriteOperation } from '../schema/write-operation.ts';
import type { IngestPart, RefusedRows } from './ingest-part.ts';
import type { JobInfo } from './job-info.ts';
import type { ResultFile } from './counted-result.ts';
import type { ResultFiles } from './result-files.ts';

/** Adds up the jobs of a bulk write and proves that no row is missing. */
export class IngestTally {
  readonly #operation: WriteOperation;
  readonly #jobs = new Map<string, RemoteJob>();
  #rowCount = 0;
  #byteCount = 0;
  #succeeded = 0;
  #created = 0;
  #failed = 0;
  #unprocessed = 0;

  constructor(operation: WriteOperation) {
    this.#operation = operation;
  }

  /** Until its job is submitted, a part's rows are certainly not applied. */
  taken(part: IngestPart): void {
    this.#rowCount += part.rowCount;
    this.#unprocessed += part.rowCount;
  }

  /** Rows that go into no part have failed. */
  refused({ refused }: RefusedRows): void {
    this.#rowCount += refused.length;
    this.#failed += refused.length;
  }

  /** From here on the part's rows are the job's; until the job is accounted for they count as unknown. */
  submitted(jobId: string, part: IngestPart): void {
    this.#jobs.set(jobId, { id: jobId, state: 'UploadComplete' });
    this.#unprocessed -= part.rowCount;
    this.#byteCount += part.byteLength;
  }

  finished({ id, state }: JobInfo): void {
    this.#jobs.set(id, { id, state });
  }

  /**
   * Counts a final job's rows, by its result files where somebody wants them or where its counters do not tell, and
   * checks the sum against the rows that were sent.
   *
   * @throws ConnectorError `reconciliation-mismatch`
   */
  async account(job: JobInfo, part: IngestPart, results: ResultFiles): Promise<void> {
    const fetch = async (kind: ResultKind): Promise<ResultFile> =>
      results.fetch({ jobId: job.id, kind, dialect: part.dialect });
    const processed = job.numberRecordsProcessed ?? 0;
    const failedByCounter = job.numberRecordsFailed ?? 0;
    const isComplete = job.state === 'JobComplete';
    if (!isComplete && job.numberRecordsProcessed === 0) {
      // Rejected as a whole (a header, a line ending): such a job may have no result files at all.
      this.#unprocessed += part.rowCount;
      await results.giveUnprocessed(part, job.id);
      return;
    }
    const needsFiles = results.areWanted || !isComplete || job.numberRecordsProcessed === undefined;
    const needsCreated = this.#operation === 'upsert' && processed > failedByCounter;
    const good = needsFiles || needsCreated ? await fetch('succeeded') : undefined;
    const bad = needsFiles ? await fetch('failed') : undefined;
    const left = needsFiles ? await fetch('unprocessed') : undefined;
    const succeeded = good?.rowCount ?? processed - failedByCounter;
    const failed = bad?.rowCount ?? failedByCounter;
    const unprocessed = left?.rowCount ?? 0;
    this.#reconcile(job, part, { succeeded, failed, unprocessed });
    this.#succeeded += succeeded;
    this.#failed += failed;
    this.#unprocessed += unprocessed;
    this.#created += this.#operation === 'insert' ? succeeded : (good?.createdCount ?? 0);
  }

  report(): WriteReport {
    const accounted = this.#succeeded + this.#failed + this.#unprocessed;
    const canCreate = this.#operation === 'insert' || this.#operation === 'upsert';
    return {
      rowCount: this.#rowCount,
      succeeded: this.#succeeded,
      ...(canCreate ? { created: this.#created } : {}),
      failed: this.#failed,
      unprocessed: this.#unprocessed,
      unknown: this.#rowCount - accounted,
      byteCount: this.#byteCount,
      jobs: [...this.#jobs.values()],
    };
  }

  #reconcile(
    job: JobInfo,
    part: IngestPart,
    counts: { succeeded: number; failed: number; unprocessed: number },
  ): void {
    const sum = counts.succeeded + counts.failed + counts.unprocessed;
    const processed = job.numberRecordsProcessed;
    const agreesWithJob =
      (processed ?? counts.succeeded + counts.failed) === counts.succeeded + counts.failed &&
      (job.numberRecordsFailed ?? counts.failed) === counts.failed;
    if (sum === part.rowCount && agreesWithJob) return;
    throw new ConnectorError(
      'reconciliation-mismatch',
      `Job ${job.id} was given ${part.rowCount} rows and accounts for ${sum}.`,
      {
        details: {
          jobId: job.id,
          sent: part.rowCount,
          ...counts,
          numberRecordsProcessed: processed,
          numberRecordsFailed: job.numberRecordsFailed,
        },
      },
    );
  }
}
