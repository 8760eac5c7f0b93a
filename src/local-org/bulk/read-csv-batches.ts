import { createReadStream } from 'node:fs';
import { CsvParser, type CsvRecord } from './csv-parser.ts';

const chunkBytes = 256 * 1024;

/**
 * Reads a CSV file in batches of records. The first batch holds the header alone; the others `batchSize` records,
 * the last one fewer.
 * @throws CsvError
 */
export async function* readCsvBatches(
  file: string,
  delimiter: string,
  batchSize: number,
): AsyncGenerator<readonly CsvRecord[]> {
  const parser = new CsvParser(delimiter);
  let size = 1;
  let batch: CsvRecord[] = [];
  for await (const records of recordsOf(file, parser)) {
    for (const record of records) {
      batch.push(record);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
      size = batchSize;
    }
  }
  if (batch.length > 0) yield batch;
}

async function* recordsOf(file: string, parser: CsvParser): AsyncGenerator<CsvRecord[]> {
  const chunks = createReadStream(file, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>;
  for await (const chunk of chunks) yield parser.push(chunk);
  yield parser.end();
}
