import { CsvError, parse } from 'csv-parse';
import type { ByteSource } from '../../contract/bytes.ts';
import type { Row, RowBatch } from '../../contract/row.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { csvFailure } from './csv-failure.ts';
import { requireUtf8 } from './require-utf8.ts';

type Cells = readonly string[];

/** Rows in one batch. */
const batchRowCount = 200;

/**
 * Reads the rows of a CSV (UTF-8, comma, header record first) as text, batch by batch as they are pulled. Cells are
 * never guessed into numbers or dates, an empty cell is `''`, and a record that cannot be read ends the whole read:
 * nothing is skipped. A header without records gives no batch.
 *
 * @throws ConnectorError `csv-empty`, `csv-unterminated-quote`, `csv-malformed`, `csv-encoding`, `file-unreadable`
 */
export async function* readCsvRows(source: ByteSource): AsyncGenerator<RowBatch, void, undefined> {
  let header: readonly string[] | undefined;
  let firstRowIndex = 0;
  let rows: Row[] = [];
  try {
    for await (const records of parseRecords(requireUtf8(source.open(), source.name))) {
      for (const cells of records) {
        if (header === undefined) {
          header = requireHeader(cells, source.name);
          continue;
        }
        rows.push(toRow(header, cells));
        if (rows.length < batchRowCount) continue;
        yield { firstRowIndex, rows };
        firstRowIndex += rows.length;
        rows = [];
      }
    }
    if (header === undefined) throw empty(source.name);
    if (rows.length > 0) yield { firstRowIndex, rows };
  } catch (error) {
    throw error instanceof CsvError ? await csvFailure(error, source, header?.length ?? 0) : error;
  }
}

/**
 * The records of each chunk. Taken from the parser as it finds them, not through its stream: that would drop the
 * good records of a chunk when a later one is broken.
 */
async function* parseRecords(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Cells[]> {
  let records: Cells[] = [];
  const parser = parse({
    bom: true,
    on_record: (cells: Cells) => {
      records.push(cells);
      return null;
    },
  });
  let failure: Error | undefined;
  parser.on('error', (error) => {
    failure = error;
  });
  const take = (): readonly Cells[] => {
    const taken = records;
    records = [];
    return taken;
  };
  try {
    for await (const chunk of chunks) {
      await new Promise<unknown>((resolve) => parser.write(chunk, resolve));
      yield take();
      if (failure !== undefined) throw failure;
    }
    await new Promise<unknown>((resolve) => parser.end(resolve));
    yield take();
    if (failure !== undefined) throw failure;
  } finally {
    parser.destroy();
  }
}

function toRow(header: readonly string[], cells: readonly string[]): Row {
  const row: Record<string, string> = {};
  for (const [index, column] of header.entries()) row[column] = cells[index] ?? '';
  return row;
}

function requireHeader(header: readonly string[], file: string): readonly string[] {
  if (header.every((column) => column === '')) throw empty(file);
  const twice = header.filter((column, index) => header.indexOf(column) !== index);
  const problem = header.includes('')
    ? 'names no column in cell ' + String(header.indexOf('') + 1)
    : twice.length > 0
      ? `names ${[...new Set(twice)].join(', ')} more than once`
      : undefined;
  if (problem === undefined) return header;
  throw new ConnectorError('csv-malformed', `${file}: the header ${problem}.`, {
    details: { file, line: 1, byteOffset: 0 },
  });
}

function empty(file: string): ConnectorError {
  return new ConnectorError('csv-empty', `${file} is empty: not even a header.`, { details: { file } });
}
