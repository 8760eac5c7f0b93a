import { createReadStream } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Row, RowBatch } from '../contract/row.ts';
import type { RunContext } from '../contract/run-context.ts';
import { defaultDialect } from '../codec/csv/dialect.ts';
import { headerToCsv, rowsToCsv } from '../codec/csv/write-rows.ts';
import { maxBytesPerJob, type IngestPart } from './ingest-part.ts';

/** What the spool needs to know. */
export interface SpoolOptions {
  readonly context: RunContext;
  readonly maxBytesPerJob?: number;
  /** Called when a column appears for the first time, before any row with it is written. Throws to refuse it. */
  readonly admitColumns: (columns: readonly string[]) => void;
}

/**
 * Writes rows to temporary CSV files, one for each ingest job to come, so that an upload can be repeated with
 * identical bytes. A part's file lives until the caller asks for the next part or stops.
 *
 * Columns are the union of what the rows name. A column that shows up late starts a new part: the rows before it
 * said nothing about it, and a job has one header.
 */
export async function* spoolRows(
  batches: AsyncIterable<RowBatch>,
  options: SpoolOptions,
): AsyncGenerator<IngestPart, undefined, undefined> {
  const columns: string[] = [];
  let spool: SpoolFile | undefined;
  try {
    for await (const { rows, firstRowIndex } of batches) {
      const late = newColumns(rows, columns);
      if (late.length > 0) {
        options.admitColumns([...columns, ...late]);
        columns.push(...late);
      }
      const csv = Buffer.from(rowsToCsv(rows, { columns, firstRowIndex }));
      const limit = options.maxBytesPerJob ?? maxBytesPerJob;
      if (spool !== undefined && (late.length > 0 || spool.byteLength + csv.length > limit)) {
        yield spool.part();
        await spool.remove();
        spool = undefined;
      }
      spool ??= await SpoolFile.create(options.context, columns);
      await spool.append(csv, rows.length);
    }
    if (spool !== undefined) yield spool.part();
  } finally {
    await spool?.remove();
  }
  return undefined;
}

function newColumns(rows: readonly Row[], known: readonly string[]): string[] {
  const seen = new Set(known);
  const late: string[] = [];
  for (const row of rows) {
    for (const name in row) {
      if (seen.has(name)) continue;
      seen.add(name);
      late.push(name);
    }
  }
  return late;
}

/** One temporary CSV file. */
class SpoolFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #columns: readonly string[];
  #byteLength = 0;
  #rowCount = 0;

  private constructor(path: string, file: FileHandle, columns: readonly string[]) {
    this.#path = path;
    this.#file = file;
    this.#columns = columns;
  }

  static async create(context: RunContext, columns: readonly string[]): Promise<SpoolFile> {
    const path = join(context.temporaryFolder, `sfsc-rows-${context.newId()}.csv`);
    const spool = new SpoolFile(path, await open(path, 'wx', 0o600), [...columns]);
    await spool.append(Buffer.from(headerToCsv(columns)), 0);
    return spool;
  }

  get byteLength(): number {
    return this.#byteLength;
  }

  async append(bytes: Buffer, rowCount: number): Promise<void> {
    await this.#file.appendFile(bytes);
    this.#byteLength += bytes.length;
    this.#rowCount += rowCount;
  }

  part(): IngestPart {
    const path = this.#path;
    return {
      dialect: defaultDialect,
      columns: this.#columns,
      rowCount: this.#rowCount,
      byteLength: this.#byteLength,
      open: () => createReadStream(path) as AsyncIterable<Uint8Array>,
    };
  }

  async remove(): Promise<void> {
    await this.#file.close();
    await rm(this.#path, { force: true });
  }
}
