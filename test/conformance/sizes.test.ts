import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RowOutcome, WriteReport } from '../../src/contract/outcome.ts';
import type { RowBatch } from '../../src/contract/row.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { writerOf, type WriteCase, type World } from './connector-under-test.ts';
import { serviceCloud } from './service-cloud.ts';
import { toy } from './toy.ts';

// One more than a batch, and one more than a call of the standard writes.
const sizes = [1, 201, 1_001];

const subjects = [serviceCloud, toy].flatMap((connector) =>
  connector.manifest.activities
    .filter(({ capabilities }) => capabilities.direction === 'target')
    .map(({ type }) => ({ connector, type })),
);

describe.each(subjects)('$connector.name: $type', ({ connector, type }) => {
  let world: World;
  let given: WriteCase;
  beforeAll(async () => {
    world = await connector.open();
    const found = world.writes.find((each) => each.type === type);
    if (found === undefined) throw new RangeError(`No write of type ${type}.`);
    given = found;
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it.each(sizes)('writes %i rows, each once and in the order that it promises', async (count) => {
    const rows = await given.goodRows(count);
    const outcomes: RowOutcome[] = [];
    const activity = world.activity(type, given.options);
    const report = await writerOf(activity)(batchesOf(rows), {
      onOutcomes: (some) => {
        outcomes.push(...some);
      },
    });
    expect(report).toMatchObject({
      rowCount: count,
      succeeded: count,
      failed: 0,
      unprocessed: 0,
      unknown: 0,
    });
    expect(outcomes).toHaveLength(count);
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(count);
    if (!activity.capabilities.outcomesInInputOrder) return;
    expect(outcomes.map(({ rowIndex }) => rowIndex)).toEqual(rows.map((_, index) => index));
  });

  it('is cancelled while calls are under way: sums add up, and nothing is left behind', async () => {
    const rows = await given.goodRows(1_600);
    const controller = new AbortController();
    const outcomes: RowOutcome[] = [];
    let pulled = 0;
    async function* source(): AsyncGenerator<RowBatch, undefined, undefined> {
      for await (const batch of batchesOf(rows)) {
        pulled += batch.rows.length;
        // By then a whole call of 1,000 rows has gone out.
        if (pulled === 1_300) controller.abort();
        yield batch;
      }
      return undefined;
    }
    const writing = writerOf(world.activity(type, given.options))(source(), {
      signal: controller.signal,
      onOutcomes: (some) => {
        outcomes.push(...some);
      },
    });
    const error: unknown = await writing.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'cancelled', recovery: 'cancelled' });
    const { details } = error as { details: { report?: WriteReport } };
    if (details.report !== undefined) {
      const { rowCount, succeeded, failed, unprocessed, unknown } = details.report;
      expect(succeeded + failed + unprocessed + unknown).toBe(rowCount);
      expect(rowCount).toBeLessThanOrEqual(pulled);
      expect(outcomes.filter(({ status }) => status === 'succeeded')).toHaveLength(succeeded);
    }
    if (!type.startsWith('bulk')) expect(details.report).toBeDefined();
    expect(pulled).toBeLessThan(rows.length);
    expect(await world.spoolFiles()).toEqual([]);
    expect(world.openJobs()).toEqual([]);
  });

  it.runIf(type.startsWith('bulk'))('is cancelled while its job is there, which it ends', async () => {
    const rows = await given.goodRows(3);
    const controller = new AbortController();
    const writing = writerOf(world.activity(type, given.options))(batchesOf(rows), {
      signal: controller.signal,
      onProgress: () => {
        controller.abort();
      },
    });
    await expect(writing).rejects.toMatchObject({ code: 'cancelled', recovery: 'cancelled' });
    expect(await world.spoolFiles()).toEqual([]);
    expect(world.openJobs()).toEqual([]);
  });
});
