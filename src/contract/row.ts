/**
 * One value of a row.
 *
 * - Text, numbers and booleans are what the source's schema says they are; nothing is guessed from how text looks.
 * - Dates and date-times are ISO 8601 text (`2026-01-31`, `2026-01-31T10:00:00.000Z`); there is no `Date` here.
 * - `null` means "known to be empty" and clears a field on write. A column that is absent from a row means
 *   "say nothing about it" and leaves a field alone on write.
 * - An array of rows is a child relationship of a query result.
 */
export type RowValue = string | number | boolean | null | readonly Row[];

/**
 * One record on its way through a pipeline: column name to value.
 *
 * Rows are flat. A field of a parent record is a column of its own with a dotted name (`Account.Name`), in both
 * directions and in every activity, so that a row maps to a line of CSV without invention.
 */
export type Row = Readonly<Record<string, RowValue>>;

/** Some consecutive rows, the unit that moves between a source, a transformation and a target. Never empty. */
export interface RowBatch {
  /** Position of the first row of this batch in its whole stream; 0-based. */
  readonly firstRowIndex: number;
  readonly rows: readonly Row[];
}
