/** The characters behind the `columnDelimiter` of a job. */
export const columnDelimiters = {
  COMMA: ',',
  TAB: '\t',
  SEMICOLON: ';',
  PIPE: '|',
  CARET: '^',
  BACKQUOTE: '`',
} as const;

/** A `columnDelimiter` of a job. */
export type ColumnDelimiter = keyof typeof columnDelimiters;

/** The characters behind the `lineEnding` of a job. */
export const lineEndings = { LF: '\n', CRLF: '\r\n' } as const;

/** A `lineEnding` of a job. */
export type LineEnding = keyof typeof lineEndings;

/** How the CSV of a job is written. */
export interface CsvDialect {
  readonly columnDelimiter: ColumnDelimiter;
  readonly lineEnding: LineEnding;
}

/** One line of a result: every value quoted, the line end included. */
export function csvLine(cells: readonly string[], { columnDelimiter, lineEnding }: CsvDialect): string {
  const delimiter = `"${columnDelimiters[columnDelimiter]}"`;
  const escaped = cells.map((cell) => (cell.includes('"') ? cell.replaceAll('"', '""') : cell));
  return `"${escaped.join(delimiter)}"${lineEndings[lineEnding]}`;
}
