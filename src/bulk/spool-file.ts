import { createReadStream } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunContext } from '../contract/run-context.ts';
import { defaultDialect } from '../codec/csv/dialect.ts';
import { headerToCsv } from '../codec/csv/write-rows.ts';
import type { IngestPart } from './ingest-part.ts';

/** One temporary CSV file, readable by its owner only. Whoever creates it removes it. */
export class SpoolFile {
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

  /** Makes a file in the temporary folder with the header record in it. */
  static async create(context: RunContext, columns: readonly string[]): Promise<SpoolFile> {
    const path = join(context.temporaryFolder, `sfsc-rows-${context.newId()}.csv`);
    const spool = new SpoolFile(path, await open(path, 'wx', 0o600), [...columns]);
    try {
      await spool.append(Buffer.from(headerToCsv(columns)), 0);
    } catch (error) {
      await spool.remove();
      throw error;
    }
    return spool;
  }

  /** Bytes so far, header included. */
  get byteLength(): number {
    return this.#byteLength;
  }

  async append(bytes: Buffer, rowCount: number): Promise<void> {
    await this.#file.appendFile(bytes);
    this.#byteLength += bytes.length;
    this.#rowCount += rowCount;
  }

  /** What the file holds now, to be read until it is removed: whole records only, also after a failed append. */
  part(): IngestPart {
    const path = this.#path;
    const byteLength = this.#byteLength;
    return {
      dialect: defaultDialect,
      columns: this.#columns,
      rowCount: this.#rowCount,
      byteLength,
      open: () => createReadStream(path, { end: byteLength - 1 }) as AsyncIterable<Uint8Array>,
    };
  }

  async remove(): Promise<void> {
    await this.#file.close();
    await rm(this.#path, { force: true });
  }
}
