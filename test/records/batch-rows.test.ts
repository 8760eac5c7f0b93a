import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchRows } from '../../src/records/batch-rows.ts';
import type { RowBatch } from '../../src/contract/row.ts';
import { batchesOf, collect } from '../activities/row-streams.ts';

describe('batchRows', () => {
  it('regroups batches of any size into full slices, in order, none empty', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        async (rowCount, batchSize, sliceSize) => {
          const rows = Array.from({ length: rowCount }, (_, index) => ({ index }));
          const slices = await collect(batchRows(batchesOf(rows, batchSize), sliceSize));
          expect(slices.flatMap((slice) => slice.rows)).toEqual(rows);
          expect(slices.slice(0, -1).every((slice) => slice.rows.length === sliceSize)).toBe(true);
          for (const { firstRowIndex, rows: sliced } of slices)
            expect(sliced[0]).toEqual({ index: firstRowIndex });
        },
      ),
    );
  });

  it('pulls no batch before the slices of the last one are taken', async () => {
    let pulled = 0;
    async function* source(): AsyncGenerator<RowBatch, undefined, undefined> {
      for await (const batch of batchesOf([{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }], 2)) {
        pulled += 1;
        yield batch;
      }
      return undefined;
    }
    const slices = batchRows(source(), 1);
    await slices.next();
    await slices.next();
    expect(pulled).toBe(1);
    await slices.next();
    expect(pulled).toBe(2);
    await slices.return(undefined);
  });
});
