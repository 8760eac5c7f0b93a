import { StringDecoder } from 'node:string_decoder';
import type { LineEnding } from './csv-dialect.ts';

/** Characters of one record, the header included. */
export const maxRecordChars = 400_000;

/** The words for a record that is longer. */
export const recordTooLong = `Exceeded max length for one record: ${maxRecordChars}`;

/** One record of an upload. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** What ended the record; `none` at the end of the data. */
  readonly ending: LineEnding | 'none';
  /** A quote stood where none may stand; the cells are then as good as they could be read. */
  readonly isMalformed: boolean;
}

/** Text that cannot be read as CSV at all; the message is the one a job shows. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
}

/**
 * Cuts CSV into records as the chunks arrive. Quotes may hold delimiters and line breaks of either kind; nothing
 * is trimmed; empty lines are skipped; a byte order mark stays where it is.
 */
export class CsvParser {
  readonly #delimiter: string;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  /** @param delimiter one character. */
  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /**
   * The records that are complete with this chunk.
   * @throws CsvError for a record beyond 400,000 characters.
   */
  push(chunk: Buffer): CsvRecord[] {
    return this.#cut(this.#rest + this.#decoder.write(chunk), false);
  }

  /**
   * The last record, when it had no line end.
   * @throws CsvError when a quote is still open.
   */
  end(): CsvRecord[] {
    return this.#cut(this.#rest + this.#decoder.end(), true);
  }

  #cut(text: string, isLast: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let at = 0;
    let quote = text.indexOf('"');
    while (at < text.length) {
      const newline = text.indexOf('\n', at);
      if (newline === -1 && !isLast) break;
      if (quote !== -1 && quote < at) quote = text.indexOf('"', at);
      const end = newline === -1 ? text.length : newline;
      if (quote !== -1 && quote < end) {
        const scanned = scanQuotedRecord(text, at, { delimiter: this.#delimiter, isLast });
        if (scanned === undefined) break;
        records.push(scanned.record);
        at = scanned.next;
        continue;
      }
      const hasReturn = newline > at && text.charCodeAt(newline - 1) === 13;
      const line = text.slice(at, hasReturn ? end - 1 : end);
      const ending = newline === -1 ? 'none' : hasReturn ? 'CRLF' : 'LF';
      if (line !== '') records.push({ cells: line.split(this.#delimiter), ending, isMalformed: false });
      at = end + 1;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > maxRecordChars) {
      throw new CsvError(recordTooLong);
    }
    return records;
  }
}

interface ScanOptions {
  readonly delimiter: string;
  readonly isLast: boolean;
}

/** Reads a record that has quotes; `undefined` when its end is not in the text yet. */
function scanQuotedRecord(
  text: string,
  start: number,
  options: ScanOptions,
): { record: CsvRecord; next: number } | undefined {
  const cells: string[] = [];
  let isMalformed = false;
  for (let at = start; ;) {
    const cell = text[at] === '"' ? scanQuotedCell(text, at, options) : scanBareCell(text, at, options);
    if (cell === undefined) return undefined;
    cells.push(cell.value);
    isMalformed ||= cell.isMalformed;
    if (text[cell.end] === options.delimiter) at = cell.end + 1;
    else return { record: { cells, ending: cell.ending, isMalformed }, next: cell.next };
  }
}

interface ScannedCell {
  readonly value: string;
  readonly isMalformed: boolean;
  /** Where the delimiter stands, or the line end. */
  readonly end: number;
  readonly ending: CsvRecord['ending'];
  /** Behind the line end. */
  readonly next: number;
}

function scanQuotedCell(text: string, start: number, options: ScanOptions): ScannedCell | undefined {
  let close = text.indexOf('"', start + 1);
  let hasEscapes = false;
  while (close !== -1 && text[close + 1] === '"') {
    hasEscapes = true;
    close = text.indexOf('"', close + 2);
  }
  if (close === -1) {
    if (!options.isLast) return undefined;
    throw new CsvError('EOF reached before closing an opened quote');
  }
  const raw = text.slice(start + 1, close);
  const value = hasEscapes ? raw.replaceAll('""', '"') : raw;
  const tail = scanBareCell(text, close + 1, options);
  // What stands between the closing quote and the delimiter should be nothing.
  return tail && { ...tail, value: value + tail.value, isMalformed: tail.value !== '' };
}

function scanBareCell(text: string, start: number, options: ScanOptions): ScannedCell | undefined {
  let end = start;
  while (end < text.length && text[end] !== options.delimiter && text[end] !== '\n') end += 1;
  if (end >= text.length && !options.isLast) return undefined;
  const isLineEnd = text[end] === '\n';
  const hasReturn = isLineEnd && end > start && text[end - 1] === '\r';
  const value = text.slice(start, hasReturn ? end - 1 : end);
  return {
    value,
    isMalformed: value.includes('"'),
    end,
    ending: isLineEnd ? (hasReturn ? 'CRLF' : 'LF') : 'none',
    next: end + 1,
  };
}
