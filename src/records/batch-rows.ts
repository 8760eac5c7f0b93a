import type { Row, RowBatch } from '../contract/row.ts';

/** A slice of the input for one call. */
export interface RowSlice {
  readonly firstRowIndex: number;
  readonly rows: readonly Row[];
}

/** Regroups batches of any size into slices of `size` rows (the last one may be shorter), keeping the order. */
export async function* batchRows(
  batches: AsyncIterable<RowBatch>,
  size: number,
): AsyncGenerator<RowSlice, undefined, undefined> {
  let held: Row[] = [];
  let firstRowIndex = 0;
  for await (const { rows } of batches) {
    for (const row of rows) {
      held.push(row);
      if (held.length < size) continue;
      yield { firstRowIndex, rows: held };
      firstRowIndex += held.length;
      held = [];
    }
  }
  if (held.length > 0) yield { firstRowIndex, rows: held };
  return undefined;
}
