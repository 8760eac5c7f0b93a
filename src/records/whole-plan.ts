import { undoneRow } from './refused-row.ts';
import { maxBatchesPerCall } from './composite-call.ts';
import { looksLikeReference, type WorkBatch, type WorkRow } from './work-row.ts';

interface Draft {
  readonly operation: WorkRow['operation'];
  readonly rows: WorkRow[];
}

/**
 * Puts all rows of a run into the batches of one call: in input order as far as their operations allow, and of rows about
 * the same record each in a batch behind the one before it. `undefined` when they do not fit.
 */
export function wholePlan(rows: readonly WorkRow[], batchSize: number): readonly WorkBatch[] | undefined {
  const drafts: Draft[] = [];
  const lastOfKey = new Map<string, number>();
  for (const row of rows) {
    const after = row.key === undefined ? -1 : (lastOfKey.get(row.key) ?? -1);
    let index = drafts.findIndex(
      (draft, at) => at > after && draft.operation === row.operation && draft.rows.length < batchSize,
    );
    if (index < 0) index = drafts.push({ operation: row.operation, rows: [] }) - 1;
    drafts[index]?.rows.push(row);
    if (row.key !== undefined) lastOfKey.set(row.key, index);
  }
  return drafts.length > maxBatchesPerCall ? undefined : drafts.map((draft) => ({ ...draft, refusals: 0 }));
}

/**
 * The same rows, those refused whose text a call of several batches would take for a reference. A call of one batch
 * carries any text.
 */
export function withoutReferences(
  rows: readonly WorkRow[],
  batches: readonly WorkBatch[],
): readonly WorkRow[] {
  if (batches.length < 2) return rows;
  return rows.map((row) =>
    looksLikeReference(row) ? { ...row, refusal: row.refusal ?? reference(row) } : row,
  );
}

function reference({ rowIndex }: WorkRow): WorkRow['refusal'] {
  const message = `Row ${rowIndex + 1}: a value holds "@{", which a call of several batches takes for a reference. With allOrNone "run" such rows must fit into one batch.`;
  return { ...undoneRow(rowIndex), errors: [{ code: 'invalid-value', message, fields: [] }] };
}
