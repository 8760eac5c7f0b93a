import type { RowOutcome } from '../contract/outcome.ts';
import { undoneRow } from './refused-row.ts';
import type { WorkBatch } from './work-row.ts';

/** Outcomes of a batch that is not sent because one of its rows cannot be; `undefined` when all of them can. */
export function spoilt({ rows }: Pick<WorkBatch, 'rows'>): readonly RowOutcome[] | undefined {
  if (rows.every(({ refusal }) => refusal === undefined)) return undefined;
  return rows.map(({ refusal, rowIndex }) => refusal ?? undoneRow(rowIndex));
}
