/** The column delimiters that Bulk API 2.0 knows, by the name it gives them. */
export const columnDelimiters = {
  COMMA: ',',
  SEMICOLON: ';',
  TAB: '\t',
  PIPE: '|',
  CARET: '^',
  BACKQUOTE: '`',
} as const;

export type ColumnDelimiter = keyof typeof columnDelimiters;

/** The line endings that Bulk API 2.0 knows, by the name it gives them. */
export const lineEndings = { LF: '\n', CRLF: '\r\n' } as const;

export type LineEnding = keyof typeof lineEndings;

/** How one CSV is written. Text is always UTF-8, a quote inside a quoted cell always doubled. */
export interface CsvDialect {
  readonly columnDelimiter: ColumnDelimiter;
  readonly lineEnding: LineEnding;
}

/** What every file is unless it says otherwise, and what this package writes. */
export const defaultDialect: CsvDialect = { columnDelimiter: 'COMMA', lineEnding: 'LF' };
