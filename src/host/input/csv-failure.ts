import type { CsvError } from 'csv-parse';
import type { ByteSource } from '../../contract/bytes.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { locateOpenQuote, locateRecord } from './csv-position.ts';

/**
 * Says what is wrong with a CSV and where, in words that hold no cell. Reads the source again to find the line: the
 * parser counts a CRLF inside quotes twice.
 *
 * @param columnCount cells of the header
 */
export async function csvFailure(
  error: CsvError,
  source: ByteSource,
  columnCount: number,
): Promise<ConnectorError> {
  const file = source.name;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    const { line, byteOffset } = await locateOpenQuote(source.open());
    const message = `${file}: the quote that opens at line ${line} (byte ${byteOffset}) is never closed.`;
    return new ConnectorError('csv-unterminated-quote', message, { details: { file, line, byteOffset } });
  }
  const recordIndex = Number(error['records']);
  const { line, byteOffset } = await locateRecord(source.open(), recordIndex);
  const details = { file, line, byteOffset, rowIndex: recordIndex - 1 };
  return new ConnectorError(
    'csv-malformed',
    `${file}: the record at line ${line} ${reason(error, columnCount)}.`,
    { details },
  );
}

function reason(error: CsvError, columnCount: number): string {
  const record: unknown = error['record'];
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      if (!Array.isArray(record)) return `does not have ${columnCount} cells, as the header does`;
      return record.length === 1 && record[0] === ''
        ? 'is an empty line'
        : `has ${record.length} cells, the header has ${columnCount}`;
    case 'INVALID_OPENING_QUOTE':
      return 'has a quote inside a cell that does not start with one';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'has text after the closing quote of a cell';
    default:
      return `cannot be parsed (${error.code})`;
  }
}
