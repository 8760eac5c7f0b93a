import type { CsvDialect } from './csv-dialect.ts';
import { maxRecordChars, recordTooLong, type CsvRecord } from './csv-parser.ts';
import { unescapedQuote } from './row-saver.ts';

/** Characters of the header row. */
const maxHeaderChars = 32_000;
/** Columns of an upload. */
const maxFields = 5_000;
/** Characters of one value. */
const maxFieldChars = 131_072;

/** Why the header refuses the whole job, in the words of its `errorMessage`. */
export function headerProblem(dialect: CsvDialect, record: CsvRecord): string | undefined {
  if (hasForeignEnding(dialect, record)) return wrongLineEnding(dialect);
  if (record.isMalformed) return `InvalidBatch : ${unescapedQuote}`;
  if (record.cells.length > maxFields) return `InvalidBatch : Exceeded max number of fields: ${maxFields}`;
  return charsOf(record) > maxHeaderChars
    ? `InvalidBatch : Exceeded max length for header: ${maxHeaderChars}`
    : undefined;
}

/** Why the job ends before this row; rows that fail alone are none of it. */
export function recordProblem(dialect: CsvDialect, record: CsvRecord): string | undefined {
  if (hasForeignEnding(dialect, record)) return wrongLineEnding(dialect);
  const chars = charsOf(record);
  if (chars <= maxFieldChars) return undefined;
  if (chars > maxRecordChars) return `InvalidBatch : Failed to parse CSV. ${recordTooLong}`;
  const isTooLong = record.cells.some((cell) => cell.length > maxFieldChars);
  return isTooLong ? `InvalidBatch : Exceeded max length for one field: ${maxFieldChars}` : undefined;
}

/** Delimiters included; quotes are not counted. */
function charsOf({ cells }: CsvRecord): number {
  let chars = cells.length - 1;
  for (const { length } of cells) chars += length;
  return chars;
}

function hasForeignEnding({ lineEnding }: CsvDialect, { ending }: CsvRecord): boolean {
  return ending !== 'none' && ending !== lineEnding;
}

function wrongLineEnding({ lineEnding }: CsvDialect): string {
  return `ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${lineEnding}`;
}
