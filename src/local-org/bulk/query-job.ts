import { join } from 'node:path';
import { RowSpool, type SpoolExtent } from '../server/row-spool.ts';
import { BulkJob, type JobOrigin, type JobProgressNote } from './bulk-job.ts';
import { csvLine, type CsvDialect } from './csv-dialect.ts';
import type { JobReport } from './job-report.ts';

/** The settings a client gives at create. */
export interface QuerySettings extends CsvDialect {
  readonly operation: 'query' | 'queryAll';
  readonly query: string;
  /** Canonical name of the object in FROM. */
  readonly object: string;
}

/** What a query job keeps over a restart of the org. */
export interface QueryNote extends JobProgressNote {
  readonly headerLine: string;
  readonly rows: SpoolExtent;
}

/** A query job with its result. */
export class QueryJob extends BulkJob {
  readonly kind = 'query';
  readonly settings: QuerySettings;
  readonly rows: RowSpool;
  /** The header line that every page begins with. */
  headerLine: string;

  /** A job that had not ended in an earlier run of the org begins again: reading twice changes nothing. */
  constructor(origin: JobOrigin, settings: QuerySettings, folder: string, note?: QueryNote) {
    const isWhole = note?.isWhole === true;
    super(origin, note === undefined ? 'UploadComplete' : isWhole ? note : { ...note, recordsProcessed: 0 });
    this.settings = settings;
    this.rows = new RowSpool(join(folder, `${this.id}.rows`), isWhole ? note.rows : undefined);
    this.headerLine = note?.headerLine ?? '';
  }

  writeHeader(columns: readonly string[]): void {
    this.headerLine = csvLine(columns, this.settings);
  }

  /** The answer to create, abort and list. */
  summary(): Record<string, unknown> {
    const { operation, object, columnDelimiter, lineEnding } = this.settings;
    return { ...this.base(operation, object), lineEnding, columnDelimiter };
  }

  /** The answer to get: the summary with the counters. Times are in milliseconds. */
  info(): Record<string, unknown> {
    return {
      ...this.summary(),
      jobType: 'V2Query',
      numberRecordsProcessed: this.recordsProcessed,
      retries: 0,
      totalProcessingTime: Math.round(this.processingMs),
      isPkChunkingSupported: !/\border\s+by\b|\blimit\b/i.test(this.settings.query),
      ...(this.errorMessage === undefined ? {} : { errorMessage: this.errorMessage }),
    };
  }

  /** What the next run of the org needs; the result is on disk as far as it says. */
  note(): QueryNote {
    this.rows.flush();
    return { ...this.progressNote(), headerLine: this.headerLine, rows: this.rows.extent };
  }

  report(): JobReport {
    const { id, kind, settings, state, recordsProcessed, recordsFailed, errorMessage } = this;
    const { operation, object } = settings;
    return {
      ...{ id, kind, operation, object, state, recordsProcessed, recordsFailed },
      ...(errorMessage === undefined ? {} : { errorMessage }),
      uploads: [],
    };
  }

  removeFiles(): void {
    this.rows.remove();
  }
}
