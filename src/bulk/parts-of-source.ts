import type { ByteRange, ByteSource } from '../contract/bytes.ts';
import { FirstRecordSplitter } from '../codec/csv/first-record.ts';
import { parseCsvHeader, type CsvHeader } from '../codec/csv/header.ts';
import { scanCsv } from '../codec/csv/scan-csv.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { maxBytesPerJob, type IngestPart } from './ingest-part.ts';

/** A CSV file cut into ingest jobs. */
export interface SourcePlan {
  readonly header: CsvHeader;
  readonly rowCount: number;
  /** Empty when the file has no data records: then there is nothing to send. */
  readonly parts: readonly IngestPart[];
}

const lineFeed = 0x0a;
const byteOrderMark = [0xef, 0xbb, 0xbf];
const utf16Marks = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];

/**
 * Reads a CSV once, without decoding its cells: finds header, dialect and record borders, checks the quoting, and
 * cuts the records into parts that fit into a job each. No byte is copied; parts read their range of the source.
 *
 * @throws ConnectorError `csv-empty`, `csv-encoding`, `csv-malformed`, `csv-unterminated-quote`
 */
export async function planSource(
  source: ByteSource,
  options: { readonly maxBytesPerJob?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<SourcePlan> {
  const first = await readFirstRecord(source);
  const header = parseCsvHeader(first.record);
  const limit = (options.maxBytesPerJob ?? maxBytesPerJob) - first.record.length;
  const cutter = new RangeCutter(first.end, limit);
  const rowCount = await scanCsv(source, {
    columnDelimiter: header.columnDelimiter,
    start: first.end,
    startLine: 1 + first.record.filter((byte) => byte === lineFeed).length,
    onRecord: (end) => {
      cutter.record(end);
    },
    signal: options.signal,
  });
  const parts = cutter
    .end()
    .map(({ range, rows }) => partOf(source, { header, record: first.record, range, rows }));
  return { header, rowCount, parts };
}

/** The header record without a byte order mark, and the offset behind it. */
async function readFirstRecord(source: ByteSource): Promise<{ record: Uint8Array; end: number }> {
  const splitter = new FirstRecordSplitter();
  let seen = 0;
  let record: Uint8Array | undefined;
  for await (const chunk of source.open()) {
    const found = splitter.push(chunk);
    seen += chunk.length;
    if (found === undefined) continue;
    record = found.record;
    seen -= found.rest.length;
    break;
  }
  record ??= splitter.end();
  if (utf16Marks.some((mark) => startsWith(record, mark))) {
    throw new ConnectorError('csv-encoding', `${source.name} is UTF-16; Salesforce reads UTF-8 only.`);
  }
  if (record.length === 0) throw new ConnectorError('csv-empty', `${source.name} is empty.`);
  // A byte order mark would become part of the first column's name.
  return {
    record: startsWith(record, byteOrderMark) ? record.subarray(byteOrderMark.length) : record,
    end: seen,
  };
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

/** Gathers records into ranges that stay within the limit; a record that is larger alone gets a range of its own. */
class RangeCutter {
  readonly #limit: number;
  readonly #ranges: { range: ByteRange; rows: number }[] = [];
  #start: number;
  #end: number;
  #rows = 0;

  constructor(start: number, limit: number) {
    this.#start = start;
    this.#end = start;
    this.#limit = limit;
  }

  record(end: number): void {
    if (this.#rows > 0 && end - this.#start > this.#limit) this.#cut();
    this.#end = end;
    this.#rows++;
  }

  end(): readonly { range: ByteRange; rows: number }[] {
    if (this.#rows > 0) this.#cut();
    return this.#ranges;
  }

  #cut(): void {
    this.#ranges.push({ range: { start: this.#start, end: this.#end }, rows: this.#rows });
    this.#start = this.#end;
    this.#rows = 0;
  }
}

interface PartFacts {
  readonly header: CsvHeader;
  readonly record: Uint8Array;
  readonly range: ByteRange;
  readonly rows: number;
}

function partOf(source: ByteSource, { header, record, range, rows }: PartFacts): IngestPart {
  return {
    dialect: header,
    columns: header.columns,
    rowCount: rows,
    byteLength: record.length + range.end - range.start,
    async *open() {
      yield record;
      yield* source.open(range);
    },
  };
}
