import { stringify } from 'csv-stringify/sync';
import type { ByteSink } from '../../contract/bytes.ts';
import type { Row, RowValue } from '../../contract/row.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { RowWriter } from './row-writer.ts';

/**
 * CSV with LF line ends: a header, then a record a row. The columns are those of the first rows together, in the
 * order in which they turn up. `null` and absent are empty cells, child rows are JSON text.
 *
 * @throws ConnectorError `unknown-column` from `write` when a later row has a column that the header lacks: it is
 *   written already, and dropping the value would lose data
 */
export function csvRowWriter(
  sink: ByteSink,
  columnsWithoutRows: () => Promise<readonly string[]>,
): RowWriter {
  let header: ReadonlySet<string> | undefined;

  const writeHeader = async (columns: Iterable<string>): Promise<ReadonlySet<string>> => {
    const names = new Set(columns);
    // Without a column there is nothing to say; a line end alone would be a record to its readers.
    if (names.size > 0) await sink.write(Buffer.from(toCsv([[...names]])));
    return names;
  };

  return {
    async write(rows) {
      header ??= await writeHeader(rows.flatMap((row) => Object.keys(row)));
      const known = header;
      const late = rows.flatMap((row) => Object.keys(row)).find((column) => !known.has(column));
      if (late !== undefined) throw lateColumn(late);
      const columns = [...header];
      await sink.write(Buffer.from(toCsv(rows.map((row) => toCells(row, columns)))));
    },
    async end() {
      header ??= await writeHeader(await columnsWithoutRows());
    },
  };
}

/** One row as the cells of these columns. */
function toCells(row: Row, columns: readonly string[]): string[] {
  return columns.map((column) => toCell(row[column]));
}

/** Records as CSV text, quoted only where needed. */
export function toCsv(records: readonly (readonly string[])[]): string {
  // A record of one empty cell would be an empty line, which many readers skip.
  return stringify(records as string[][], { quoted_match: /\r/, quoted_empty: records[0]?.length === 1 });
}

function toCell(value: RowValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function lateColumn(column: string): ConnectorError {
  return new ConnectorError(
    'unknown-column',
    `A later row has the column ${column}, which the header lacks.`,
    {
      details: { column },
      nextSteps: ['Write ndjson or json instead: there every row has its own columns.'],
    },
  );
}
