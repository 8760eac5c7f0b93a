import { closeSync, createReadStream, openSync, readSync, rmSync, writeSync } from 'node:fs';

/** Characters that are collected before they are written. */
const bufferedChars = 128 * 1024;

/**
 * Rows of text in a file, with the place of every row in a second file: any range can be read at any time, and
 * memory does not grow with the number of rows.
 */
export class RowSpool {
  readonly #file: string;
  readonly #rows: number;
  readonly #places: number;
  #pending = '';
  #pendingPlaces: number[] = [];
  #rowCount = 0;
  #byteCount = 0;

  /** Creates (or empties) the files `file` and `file.places`. */
  constructor(file: string) {
    this.#file = file;
    this.#rows = openSync(file, 'w+');
    this.#places = openSync(`${file}.places`, 'w+');
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  /** Adds one row; its line end is part of it. */
  append(row: string): void {
    this.#pendingPlaces.push(this.#byteCount);
    this.#pending += row;
    this.#byteCount += Buffer.byteLength(row);
    this.#rowCount += 1;
    if (this.#pending.length >= bufferedChars) this.#flush();
  }

  /** The rows as text, in one piece. */
  readText(offset: number, count: number): string {
    const { start, end } = this.#range(offset, count);
    const bytes = Buffer.alloc(end - start);
    readSync(this.#rows, bytes, 0, bytes.byteLength, start);
    return bytes.toString('utf8');
  }

  /** The rows as bytes, read as they are asked for. */
  async *read(offset: number, count: number): AsyncGenerator<Uint8Array> {
    const { start, end } = this.#range(offset, count);
    if (end > start)
      yield* createReadStream(this.#file, { start, end: end - 1 }) as AsyncIterable<Uint8Array>;
  }

  /** Closes and removes the files. */
  remove(): void {
    closeSync(this.#rows);
    closeSync(this.#places);
    rmSync(this.#file, { force: true });
    rmSync(`${this.#file}.places`, { force: true });
  }

  #range(offset: number, count: number): { start: number; end: number } {
    this.#flush();
    return { start: this.#place(offset), end: this.#place(Math.min(offset + count, this.#rowCount)) };
  }

  #place(row: number): number {
    if (row >= this.#rowCount) return this.#byteCount;
    const bytes = Buffer.alloc(8);
    readSync(this.#places, bytes, 0, 8, row * 8);
    return bytes.readDoubleLE();
  }

  #flush(): void {
    if (this.#pendingPlaces.length === 0) return;
    const firstRow = this.#rowCount - this.#pendingPlaces.length;
    const places = Float64Array.from(this.#pendingPlaces);
    const start = this.#pendingPlaces[0] ?? 0;
    writeAll(this.#rows, Buffer.from(this.#pending), start);
    writeAll(this.#places, Buffer.from(places.buffer), firstRow * 8);
    this.#pending = '';
    this.#pendingPlaces = [];
  }
}

/** `writeSync` may write less than it was given. */
function writeAll(file: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.byteLength;) {
    written += writeSync(file, bytes, written, bytes.byteLength - written, position + written);
  }
}
