const quote = 0x22;
const lineFeed = 0x0a;

/** A place in a CSV file. `line` counts from 1 and counts line feeds, also those inside quotes; bytes count from 0. */
export interface CsvPosition {
  readonly line: number;
  readonly byteOffset: number;
}

/** Where record number `recordIndex` starts; the header is record 0. Read only after an error: it scans from the top. */
export async function locateRecord(
  chunks: AsyncIterable<Uint8Array>,
  recordIndex: number,
): Promise<CsvPosition> {
  let records = 0;
  let last: CsvPosition = { line: 1, byteOffset: 0 };
  if (recordIndex === 0) return last;
  for await (const { byte, quoted, line, byteOffset } of scan(chunks)) {
    if (byte !== lineFeed || quoted) continue;
    records += 1;
    last = { line: line + 1, byteOffset: byteOffset + 1 };
    if (records === recordIndex) break;
  }
  return last;
}

/** Where the quote opens that nothing closes. Read only after that error. */
export async function locateOpenQuote(chunks: AsyncIterable<Uint8Array>): Promise<CsvPosition> {
  let opened: CsvPosition = { line: 1, byteOffset: 0 };
  let closedAt = -2;
  for await (const { byte, quoted, line, byteOffset } of scan(chunks)) {
    if (byte !== quote) continue;
    if (!quoted) closedAt = byteOffset;
    // A quote right after the closing one is the second half of an escaped quote: the cell goes on.
    else if (closedAt !== byteOffset - 1) opened = { line, byteOffset };
  }
  return opened;
}

/** Every quote and line feed, with whether a cell is open after it. */
async function* scan(chunks: AsyncIterable<Uint8Array>) {
  let quoted = false;
  let line = 1;
  let start = 0;
  for await (const chunk of chunks) {
    for (const [index, byte] of chunk.entries()) {
      if (byte !== quote && byte !== lineFeed) continue;
      if (byte === quote) quoted = !quoted;
      yield { byte, quoted, line, byteOffset: start + index };
      if (byte === lineFeed) line += 1;
    }
    start += chunk.byteLength;
  }
}
