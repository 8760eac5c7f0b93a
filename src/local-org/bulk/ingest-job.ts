import { join } from 'node:path';
import { RowSpool } from '../server/row-spool.ts';
import { rmSync } from 'node:fs';
import { BulkJob, type JobOrigin } from './bulk-job.ts';
import type { CsvDialect } from './csv-dialect.ts';

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
  readonly externalIdFieldName?: string;
  readonly assignmentRuleId?: string;
}

/** The three result files of an ingest job. */
export const ingestResultKinds = ['successfulResults', 'failedResults', 'unprocessedrecords'] as const;

/** One of {@link ingestResultKinds}, as it stands in the path. */
export type IngestResultKind = (typeof ingestResultKinds)[number];

/** An ingest job with its files. */
export class IngestJob extends BulkJob {
  readonly settings: IngestSettings;
  /** Where the upload goes. */
  readonly uploadFile: string;
  /** A job takes one upload; one that broke off does not count. */
  upload: 'none' | 'receiving' | 'complete' = 'none';
  readonly results: Readonly<Record<IngestResultKind, RowSpool>>;
  /** Header of the upload, as soon as it was read. */
  header: readonly string[] = [];

  constructor(origin: JobOrigin, settings: IngestSettings, folder: string) {
    super(origin, 'Open');
    this.settings = settings;
    this.uploadFile = join(folder, `${this.id}.upload`);
    const spool = (kind: IngestResultKind) => new RowSpool(join(folder, `${this.id}.${kind}`));
    this.results = {
      successfulResults: spool('successfulResults'),
      failedResults: spool('failedResults'),
      unprocessedrecords: spool('unprocessedrecords'),
    };
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

  removeFiles(): void {
    rmSync(this.uploadFile, { force: true });
    for (const spool of Object.values(this.results)) spool.remove();
  }
}
