import type { ResultKind } from '../contract/activity.ts';
import type { RowError, RowOutcome } from '../contract/outcome.ts';
import type { Row } from '../contract/row.ts';

/**
 * One record of a result file as an outcome, with the input row it echoes. There is no row index: the API gives
 * results in any order.
 */
export function outcomeOfRecord(
  kind: ResultKind,
  columns: readonly string[],
  cells: readonly string[],
): RowOutcome {
  const row: Record<string, string> = {};
  let id: string | undefined;
  let created: boolean | undefined;
  let errors: readonly RowError[] = [];
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? '';
    if (column === 'sf__Id') id = cell === '' ? undefined : cell;
    else if (column === 'sf__Created') created = cell === 'true';
    else if (column === 'sf__Error') errors = [parseRowError(cell)];
    else row[column] = cell;
  }
  return {
    status: kind,
    ...(id === undefined ? {} : { id }),
    ...(created === undefined ? {} : { created }),
    errors,
    row: row satisfies Row,
  };
}

/** Takes `STATUSCODE:message:FIELD1 FIELD2 --` apart; the message may hold colons of its own. */
export function parseRowError(text: string): RowError {
  const parts = /^(?<code>[A-Z][A-Z0-9_]*):(?<message>.*):(?<fields>[^:]*)--$/s.exec(text)?.groups;
  if (parts === undefined) return { code: 'UNKNOWN', message: text, fields: [] };
  const { code = '', message = '', fields = '' } = parts;
  return { code, message, fields: fields.split(/[\s,]+/).filter((field) => field !== '') };
}
