import { join } from 'node:path';
import { RowSpool } from '../server/row-spool.ts';
import { BulkJob, type JobOrigin } from './bulk-job.ts';
import { csvLine, type CsvDialect } from './csv-dialect.ts';

/** The settings a client gives at create. */
export interface QuerySettings extends CsvDialect {
  readonly operation: 'query' | 'queryAll';
  readonly query: string;
  /** Canonical name of the object in FROM. */
  readonly object: string;
}

/** A query job with its result. */
export class QueryJob extends BulkJob {
  readonly settings: QuerySettings;
  readonly rows: RowSpool;
  /** The header line that every page begins with. */
  headerLine = '';

  constructor(origin: JobOrigin, settings: QuerySettings, folder: string) {
    super(origin, 'UploadComplete');
    this.settings = settings;
    this.rows = new RowSpool(join(folder, `${this.id}.rows`));
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

  removeFiles(): void {
    this.rows.remove();
  }
}
