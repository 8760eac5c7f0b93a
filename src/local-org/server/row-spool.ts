import { closeSync, createReadStream, openSync, readSync, rmSync, writeSync } from 'node:fs';

/** Bytes of a stream that are read at once. */
const readBytesAtOnce = 512 * 1024;

/** Characters that are collected before they are written. */
const bufferedChars = 128 * 1024;

/** How much of its files a spool has filled. */
export interface SpoolExtent {
  readonly rowCount: number;
  readonly byteCount: number;
}

/**
 * Rows of text in a file, with the place of every row in a second file: any range can be read at any time, and
 * memory does not grow with the number of rows. Few rows never reach the disk. No file stays open between calls.
 */
export class RowSpool {
  readonly #file: string;
  #pendingRows: string[] = [];
  #pendingPlaces: number[] = [];
  #pendingChars = 0;
  #rowCount: number;
  #byteCount: number;

  /** Writes to `file` and `file.places`; what they hold beyond `extent` is overwritten. */
  constructor(file: string, extent: SpoolExtent = { rowCount: 0, byteCount: 0 }) {
    this.#file = file;
    this.#rowCount = extent.rowCount;
    this.#byteCount = extent.byteCount;
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  /** How much the spool holds, for whoever opens it again. */
  get extent(): SpoolExtent {
    return { rowCount: this.#rowCount, byteCount: this.#byteCount };
  }

  /** Hands everything to the operating system: what {@link extent} says now outlives the process. */
  flush(): void {
    this.#flush();
  }

  /** Adds one row; its line end is part of it. */
  append(row: string): void {
    this.#pendingPlaces.push(this.#byteCount);
    this.#pendingRows.push(row);
    this.#pendingChars += row.length;
    this.#byteCount += Buffer.byteLength(row);
    this.#rowCount += 1;
    if (this.#pendingChars >= bufferedChars) this.#flush();
  }

  /** The rows as text, in one piece. */
  readText(offset: number, count: number): string {
    const firstPending = this.#rowCount - this.#pendingRows.length;
    if (offset >= firstPending) {
      return this.#pendingRows.slice(offset - firstPending, offset - firstPending + count).join('');
    }
    const { start, end } = this.#range(offset, count);
    return readBytes(this.#file, start, end - start).toString('utf8');
  }

  /** The rows as bytes, read as they are asked for. */
  async *read(offset: number, count: number): AsyncGenerator<Uint8Array> {
    const { start, end } = this.#range(offset, count);
    if (end > start)
      yield* createReadStream(this.#file, {
        start,
        end: end - 1,
        highWaterMark: readBytesAtOnce,
      }) as AsyncIterable<Uint8Array>;
  }

  /** Some rows, one by one, each with its line end. */
  readRows(offset: number, count: number): string[] {
    const { start, end } = this.#range(offset, count);
    const places = readBytes(`${this.#file}.places`, offset * 8, count * 8);
    const bytes = readBytes(this.#file, start, end - start);
    return Array.from({ length: count }, (_, index) => {
      const next = index + 1 < count ? places.readDoubleLE((index + 1) * 8) : end;
      return bytes.toString('utf8', places.readDoubleLE(index * 8) - start, next - start);
    });
  }

  /** Removes the files. */
  remove(): void {
    rmSync(this.#file, { force: true });
    rmSync(`${this.#file}.places`, { force: true });
  }

  #range(offset: number, count: number): { start: number; end: number } {
    this.#flush();
    return { start: this.#place(offset), end: this.#place(offset + count) };
  }

  #place(row: number): number {
    if (row >= this.#rowCount) return this.#byteCount;
    return readBytes(`${this.#file}.places`, row * 8, 8).readDoubleLE();
  }

  #flush(): void {
    const [start] = this.#pendingPlaces;
    if (start === undefined) return;
    const firstRow = this.#rowCount - this.#pendingRows.length;
    const places = Buffer.alloc(this.#pendingPlaces.length * 8);
    for (const [index, place] of this.#pendingPlaces.entries()) places.writeDoubleLE(place, index * 8);
    writeBytes(this.#file, Buffer.from(this.#pendingRows.join('')), start);
    writeBytes(`${this.#file}.places`, places, firstRow * 8);
    this.#pendingRows = [];
    this.#pendingPlaces = [];
    this.#pendingChars = 0;
  }
}

function readBytes(file: string, position: number, byteCount: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(byteCount);
    readSync(descriptor, bytes, 0, byteCount, position);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** A single write may take less than it was given. */
function writeBytes(file: string, bytes: Buffer, position: number): void {
  const descriptor = openSync(file, position === 0 ? 'w' : 'r+');
  try {
    for (let written = 0; written < bytes.byteLength;) {
      written += writeSync(descriptor, bytes, written, bytes.byteLength - written, position + written);
    }
  } finally {
    closeSync(descriptor);
  }
}
