import type { ByteSink } from '../../contract/bytes.ts';
import type { Row } from '../../contract/row.ts';
import { csvRowWriter } from './csv-row-writer.ts';
import { jsonRowWriter } from './json-row-writer.ts';
import type { RowFormat } from './row-format.ts';

/** Turns rows into the bytes of one document. Neither commits nor discards the sink. */
export interface RowWriter {
  write(rows: readonly Row[]): Promise<void>;
  /** Completes the document, also one without rows. */
  end(): Promise<void>;
}

/**
 * A writer for the format.
 *
 * @param columns asked only when there is no row, for the header of an empty CSV
 */
export function createRowWriter(
  format: RowFormat,
  sink: ByteSink,
  columns: () => Promise<readonly string[]>,
): RowWriter {
  return format === 'csv' ? csvRowWriter(sink, columns) : jsonRowWriter(format, sink);
}
