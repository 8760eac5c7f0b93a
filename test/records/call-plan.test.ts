import { describe, expect, it } from 'vitest';
import { CallPlan } from '../../src/records/call-plan.ts';
import { CallSize } from '../../src/records/call-size.ts';
import { workRow, type WorkBatch } from '../../src/records/work-row.ts';

function batch(firstRowIndex: number, count: number): WorkBatch {
  const rows = Array.from({ length: count }, (_, index) =>
    workRow({ rowIndex: firstRowIndex + index, operation: 'update', text: '{}' }),
  );
  return { operation: 'update', rows, refusals: 0 };
}

describe('batches that were too much for one call', () => {
  it('go out again in a call each when they must stay whole', () => {
    const size = new CallSize(1_000);
    const plan = new CallPlan({ batchSize: 200, allOrNone: true, size });
    plan.addAgain([batch(0, 60), batch(60, 60)]);
    expect(plan.next(true)?.map(({ rows }) => rows.length)).toEqual([60, 60]);
    size.halve(120);
    plan.addAgain([batch(0, 60), batch(60, 60)]);
    expect(plan.next(true)?.map(({ rows }) => rows.length)).toEqual([60]);
    expect(plan.next(true)?.map(({ rows }) => rows.length)).toEqual([60]);
    expect(plan.next(true)).toBeUndefined();
  });
});
