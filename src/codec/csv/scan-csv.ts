import type { ByteSource } from '../../contract/bytes.ts';
import { cancelled, ConnectorError } from '../../errors/connector-error.ts';
import { columnDelimiters, type ColumnDelimiter } from './dialect.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Where in a record the scan stands; plain numbers keep the inner loop fast. */
const cellStart = 0;
const bareCell = 1;
const quotedCell = 2;
const afterQuote = 3;

/** How a scan is told what to expect, and told of what it finds. */
export interface ScanOptions {
  readonly columnDelimiter: ColumnDelimiter;
  /** First byte to look at; default 0. Reported offsets count from the start of the source all the same. */
  readonly start?: number;
  /** Number of the line that `start` is on; default 1. */
  readonly startLine?: number;
  /**
   * Called at the end of every record that is not empty, with the offset just behind it (in bytes of the source).
   */
  readonly onRecord?: (endOffset: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Walks over CSV bytes of unknown origin and checks their quoting. No cell is decoded or copied.
 *
 * @returns the number of records that are not empty lines
 * @throws ConnectorError `csv-unterminated-quote` or `csv-malformed`, with `line` (from 1) and `offset` (bytes,
 *   from 0) in the details; `cancelled`
 */
export async function scanCsv(source: ByteSource, options: ScanOptions): Promise<number> {
  const scanner = new CsvScanner(source.name, options);
  const range = { start: options.start ?? 0, end: source.byteLength };
  for await (const chunk of source.open(range)) {
    if (options.signal?.aborted === true) throw cancelled(options.signal);
    scanner.push(chunk);
  }
  return scanner.end();
}

class CsvScanner {
  readonly #name: string;
  readonly #delimiter: number;
  readonly #onRecord: ((endOffset: number) => void) | undefined;
  #state = cellStart;
  /** Offset of the first byte of the next chunk. */
  #offset: number;
  #recordCount = 0;
  /** Whether the record so far is nothing but a carriage return: an empty line is no record. */
  #isBlank = true;
  #line: number;
  #quoteOffset = 0;
  #quoteLine = 1;

  constructor(name: string, options: ScanOptions) {
    this.#name = name;
    this.#delimiter = columnDelimiters[options.columnDelimiter].charCodeAt(0);
    this.#onRecord = options.onRecord;
    this.#offset = options.start ?? 0;
    this.#line = options.startLine ?? 1;
  }

  push(chunk: Uint8Array): void {
    const delimiter = this.#delimiter;
    const length = chunk.length;
    let state = this.#state;
    let line = this.#line;
    let isBlank = this.#isBlank;
    for (let index = 0; index < length; index++) {
      const byte = chunk[index];
      if (state === quotedCell) {
        if (byte === quote) state = afterQuote;
        else if (byte === lineFeed) line++;
      } else if (byte === lineFeed) {
        line++;
        state = cellStart;
        if (!isBlank) this.#endRecord(this.#offset + index + 1);
        isBlank = true;
      } else if (byte === delimiter) {
        state = cellStart;
        isBlank = false;
      } else if (byte === quote) {
        if (state === bareCell) this.#strayQuote(line, this.#offset + index);
        if (state === cellStart) {
          this.#quoteOffset = this.#offset + index;
          this.#quoteLine = line;
        }
        state = quotedCell;
        isBlank = false;
      } else if (byte !== carriageReturn) {
        if (state === afterQuote) this.#badClosing(line, this.#offset + index);
        state = bareCell;
        isBlank = false;
      }
    }
    this.#state = state;
    this.#line = line;
    this.#isBlank = isBlank;
    this.#offset += length;
  }

  end(): number {
    if (this.#state === quotedCell) {
      throw new ConnectorError(
        'csv-unterminated-quote',
        `${this.#name}: the quote that opens at line ${this.#quoteLine} (byte ${this.#quoteOffset}) is never closed.`,
        { details: { line: this.#quoteLine, offset: this.#quoteOffset } },
      );
    }
    if (!this.#isBlank) this.#endRecord(this.#offset);
    return this.#recordCount;
  }

  #endRecord(end: number): void {
    this.#recordCount++;
    this.#onRecord?.(end);
  }

  #strayQuote(line: number, offset: number): never {
    throw new ConnectorError(
      'csv-malformed',
      `${this.#name}: line ${line} has a quote in the middle of a cell that does not begin with one (byte ${offset}).`,
      { details: { line, offset }, nextSteps: ['Quote the whole cell and write the quote inside it twice.'] },
    );
  }

  #badClosing(line: number, offset: number): never {
    throw new ConnectorError(
      'csv-unterminated-quote',
      `${this.#name}: the quoted cell that opens at line ${this.#quoteLine} (byte ${this.#quoteOffset}) meets a quote at line ${line} (byte ${offset}) that neither ends it nor is doubled.`,
      { details: { line: this.#quoteLine, offset: this.#quoteOffset, strayAt: offset } },
    );
  }
}
