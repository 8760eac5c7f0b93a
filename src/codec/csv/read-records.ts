import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { ConnectorError } from '../../errors/connector-error.ts';
import { columnDelimiters, type CsvDialect } from './dialect.ts';

/** Records handed over at once. */
const recordsPerBatch = 2_000;

/**
 * Parses CSV bytes into records of text cells, the header included, a batch at a time as the caller pulls.
 *
 * @throws ConnectorError `csv-malformed` with `line` in the details; errors of `chunks` pass through as they are
 */
export async function* readCsvRecords(
  chunks: AsyncIterable<Uint8Array>,
  dialect: CsvDialect,
): AsyncGenerator<readonly (readonly string[])[], undefined, undefined> {
  const parser = parse({
    delimiter: columnDelimiters[dialect.columnDelimiter],
    record_delimiter: ['\r\n', '\n'],
    bom: true,
    skip_empty_lines: true,
    max_record_size: 0,
  });
  const pumping = pipeline(Readable.from(owned(chunks), { objectMode: false }), parser);
  // Awaited below; until then a failure must not count as unhandled.
  pumping.catch(() => undefined);
  let batch: string[][] = [];
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      batch.push(record);
      if (batch.length < recordsPerBatch) continue;
      yield batch;
      batch = [];
    }
    await pumping;
  } catch (error) {
    throw error instanceof CsvError ? malformed(error) : error;
  } finally {
    parser.destroy();
  }
  if (batch.length > 0) yield batch;
  return undefined;
}

/** The stream reads ahead, and chunks may be lent. */
async function* owned(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined, undefined> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
  return undefined;
}

function malformed(error: CsvError): ConnectorError {
  const line = typeof error['lines'] === 'number' ? error['lines'] : undefined;
  return new ConnectorError(
    'csv-malformed',
    `The CSV cannot be read${line === undefined ? '' : ` at line ${line}`}.`,
    {
      // The parser's own message may quote a cell, so only its code is passed on.
      details: { reason: error.code, ...(line === undefined ? {} : { line }) },
    },
  );
}
