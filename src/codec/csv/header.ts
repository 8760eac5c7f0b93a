import { parse } from 'csv-parse/sync';
import { ConnectorError } from '../../errors/connector-error.ts';
import { columnDelimiters, type ColumnDelimiter, type CsvDialect, type LineEnding } from './dialect.ts';

/** The first record of a CSV, understood. */
export interface CsvHeader extends CsvDialect {
  readonly columns: readonly string[];
}

/** `Field`, `Parent.Field` or `Type:Parent.Field`: what a column of a Salesforce CSV may be called. */
const columnName = /^(?:[a-z]\w*:)?[a-z]\w*(?:\.[a-z]\w*)*$/i;

/**
 * Reads the header record of a CSV that is meant for Salesforce, and finds out delimiter and line ending from it:
 * the delimiter is the one that leaves only valid column names.
 *
 * @param record bytes of the first record, its line end included, without a byte order mark
 * @throws ConnectorError `csv-empty`, `csv-malformed`
 */
export function parseCsvHeader(record: Uint8Array): CsvHeader {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(record);
  const lineEnding: LineEnding = text.endsWith('\r\n') ? 'CRLF' : 'LF';
  const line = text.replace(/\r?\n$/, '');
  if (line.trim() === '') throw new ConnectorError('csv-empty', 'The CSV has no header record.');
  const candidates = Object.keys(columnDelimiters) as ColumnDelimiter[];
  for (const columnDelimiter of candidates) {
    const columns = cells(line, columnDelimiter);
    if (columns?.every((name) => columnName.test(name)) !== true) continue;
    rejectTwins(columns);
    return { columns, columnDelimiter, lineEnding };
  }
  throw new ConnectorError('csv-malformed', notAHeader(line), {
    nextSteps: ['Name each column after a field (Subject), a parent (Contact.Email) or Type:Parent.Field.'],
    details: { line: 1 },
  });
}

function cells(line: string, delimiter: ColumnDelimiter): string[] | undefined {
  try {
    const [record] = parse(line, { delimiter: columnDelimiters[delimiter], relax_column_count: true });
    return record;
  } catch {
    // Not this delimiter: quotes do not stand where cells begin.
    return undefined;
  }
}

function rejectTwins(columns: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of columns) {
    const key = name.toLowerCase();
    if (seen.has(key)) {
      throw new ConnectorError('csv-malformed', `The header names the column ${name} twice.`, {
        details: { line: 1 },
      });
    }
    seen.add(key);
  }
}

/** Names the place, not the cell: in a file without a header that would be somebody's data. */
function notAHeader(line: string): string {
  const odd = (cells(line, 'COMMA') ?? []).findIndex((name) => !columnName.test(name));
  const place = odd < 0 ? '' : `: cell ${odd + 1} is no field name`;
  return `The first record of the CSV is not a header of field names${place}.`;
}
