import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { RowSpool, type SpoolExtent } from '../server/row-spool.ts';
import { BulkJob, type JobOrigin, type JobProgressNote } from './bulk-job.ts';
import type { CsvDialect } from './csv-dialect.ts';
import type { JobReport } from './job-report.ts';
import type { UploadAttempt } from './upload-attempt.ts';

/** What an ingest job does with its rows. */
export const ingestOperations = ['insert', 'update', 'upsert', 'delete', 'hardDelete'] as const;

/** One of {@link ingestOperations}. */
export type IngestOperation = (typeof ingestOperations)[number];

/** The settings a client gives at create. */
export interface IngestSettings extends CsvDialect {
  /** Canonical name. */
  readonly object: string;
  readonly operation: IngestOperation;
  /** Canonical name; for upsert. */
  readonly externalIdFieldName?: string | undefined;
  readonly assignmentRuleId?: string | undefined;
}

/** The three result files of an ingest job. */
export const ingestResultKinds = ['successfulResults', 'failedResults', 'unprocessedrecords'] as const;

/** One of {@link ingestResultKinds}, as it stands in the path. */
export type IngestResultKind = (typeof ingestResultKinds)[number];

/** What an ingest job keeps over a restart of the org. */
export interface IngestNote extends JobProgressNote {
  readonly uploads: readonly UploadAttempt[];
  readonly header: readonly string[];
  readonly rowsRead: number;
  readonly newestBefore?: number | undefined;
  readonly results: Readonly<Record<IngestResultKind, SpoolExtent>>;
}

/** An ingest job with its files. */
export class IngestJob extends BulkJob {
  readonly kind = 'ingest';
  readonly settings: IngestSettings;
  /** Where the upload goes. */
  readonly uploadFile: string;
  /** A job takes one upload; one that broke off does not count. */
  upload: 'none' | 'receiving' | 'complete' = 'none';
  /** Every attempt to upload, in order. */
  readonly uploads: UploadAttempt[];
  readonly results: Readonly<Record<IngestResultKind, RowSpool>>;
  /** Header of the upload, as soon as it was read. */
  header: readonly string[];
  /** Rows of the upload that have found their result. */
  rowsRead: number;
  /** Number of the object's newest record when the job began; known as soon as it matters. */
  newestBefore: number | undefined;

  constructor(origin: JobOrigin, settings: IngestSettings, folder: string, note?: IngestNote) {
    super(origin, note ?? 'Open');
    this.settings = settings;
    this.uploadFile = join(folder, `${this.id}.upload`);
    const spool = (kind: IngestResultKind) =>
      new RowSpool(join(folder, `${this.id}.${kind}`), note?.results[kind]);
    this.results = {
      successfulResults: spool('successfulResults'),
      failedResults: spool('failedResults'),
      unprocessedrecords: spool('unprocessedrecords'),
    };
    this.uploads = [...(note?.uploads ?? [])];
    if (this.uploads.some(({ complete }) => complete)) this.upload = 'complete';
    this.header = note?.header ?? [];
    this.rowsRead = note?.rowsRead ?? 0;
    this.newestBefore = note?.newestBefore;
  }

  /** The answer to create, close, abort and list. */
  summary(): Record<string, unknown> {
    const { object, operation, columnDelimiter, lineEnding, externalIdFieldName, assignmentRuleId } =
      this.settings;
    const contentUrl = `services/data/v${this.versionNumber}.0/jobs/ingest/${this.id}/batches`;
    return {
      ...this.base(operation, object),
      jobType: 'V2Ingest',
      ...(this.state === 'Open' ? { contentUrl } : {}),
      lineEnding,
      columnDelimiter,
      ...(externalIdFieldName === undefined ? {} : { externalIdFieldName }),
      ...(assignmentRuleId === undefined ? {} : { assignmentRuleId }),
    };
  }

  /** The answer to get: the summary with the counters. Times are in milliseconds. */
  info(): Record<string, unknown> {
    const processingMs = Math.round(this.processingMs);
    return {
      ...this.summary(),
      numberRecordsProcessed: this.recordsProcessed,
      numberRecordsFailed: this.recordsFailed,
      retries: 0,
      totalProcessingTime: processingMs,
      apiActiveProcessingTime: processingMs,
      apexProcessingTime: 0,
      ...(this.errorMessage === undefined ? {} : { errorMessage: this.errorMessage }),
    };
  }

  /** What the next run of the org needs to go on; the results are on disk as far as it says. */
  note(): IngestNote {
    const extents = ingestResultKinds.map((kind) => {
      this.results[kind].flush();
      return [kind, this.results[kind].extent] as const;
    });
    const { uploads, header, rowsRead, newestBefore } = this;
    const results = Object.fromEntries(extents) as IngestNote['results'];
    return { ...this.progressNote(), uploads, header, rowsRead, newestBefore, results };
  }

  report(): JobReport {
    const { id, kind, settings, state, recordsProcessed, recordsFailed, errorMessage, uploads } = this;
    const { operation, object } = settings;
    return {
      ...{ id, kind, operation, object, state, recordsProcessed, recordsFailed },
      ...(errorMessage === undefined ? {} : { errorMessage }),
      uploads: [...uploads],
    };
  }

  removeFiles(): void {
    rmSync(this.uploadFile, { force: true });
    for (const spool of Object.values(this.results)) spool.remove();
  }
}
