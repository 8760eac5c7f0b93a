import type { RowOutcome } from '../contract/outcome.ts';
import type { CsvDialect } from '../codec/csv/dialect.ts';

/** The CSV of one ingest job: a header and some records, ready to be sent any number of times. */
export interface IngestPart {
  readonly dialect: CsvDialect;
  readonly columns: readonly string[];
  /** Data records, the header not counted. */
  readonly rowCount: number;
  /** Bytes that {@link IngestPart.open} gives, header included. */
  readonly byteLength: number;
  /** A fresh read of the same bytes each time. */
  open(): AsyncIterable<Uint8Array>;
}

/** Rows that cannot be written as CSV for a job; the others go on without them. Never empty. */
export interface RefusedRows {
  readonly refused: readonly RowOutcome[];
}

/**
 * Salesforce takes 150 MB of base64 an upload and advises 100 MB of CSV; a job over it is refused after the upload.
 */
export const maxBytesPerJob = 100_000_000;

/** Rows that were taken and will not be sent, because what gives the rows broke off. */
export interface UnsentRows {
  readonly unsent: IngestPart;
}
