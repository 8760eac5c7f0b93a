import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RowOutcome, WriteReport } from '../../src/contract/outcome.ts';
import type { ProgressEvent } from '../../src/contract/progress.ts';
import type { Row, RowBatch } from '../../src/contract/row.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { writerOf, type WriteCase, type World } from './connector-under-test.ts';
import { countsThatWentDown } from './progress.ts';
import { serviceCloud } from './service-cloud.ts';
import { toy } from './toy.ts';

const subjects = [serviceCloud, toy].flatMap((connector) =>
  connector.manifest.activities
    .filter(({ capabilities }) => capabilities.direction === 'target')
    .map(({ type }) => ({ connector, type })),
);

/** A row as text, whether it comes from the input or back from a CSV, where a column that was absent is empty. */
function echoOf(row: Row | undefined): string {
  const cells = Object.entries(row ?? {}).map(([name, value]) => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
  return JSON.stringify(cells.filter(([, text]) => text !== ''));
}

describe.each(subjects)('$connector.name: $type', ({ connector, type }) => {
  let world: World;
  let given: WriteCase;
  const activity = () => world.activity(type, given.options);
  beforeAll(async () => {
    world = await connector.open();
    const found = world.writes.find((each) => each.type === type);
    if (found === undefined) throw new RangeError(`No write of type ${type}.`);
    given = found;
  });
  afterAll(() => world[Symbol.asyncDispose]());

  /** Three good rows with a bad one behind the first. */
  async function mixedRows(): Promise<Row[]> {
    const [first = {}, ...others] = await given.goodRows(3);
    return [first, given.badRow, ...others];
  }

  it('writes good rows around a bad one, and accounts for all of them', async () => {
    const outcomes: RowOutcome[] = [];
    const rows = await mixedRows();
    const report = await writerOf(activity())(batchesOf(rows, 3), {
      onOutcomes: (some) => {
        outcomes.push(...some);
      },
    });
    expect(report).toMatchObject({ rowCount: 4, succeeded: 3, failed: 1, unprocessed: 0, unknown: 0 });
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'failed',
      'succeeded',
      'succeeded',
      'succeeded',
    ]);
    const failed = outcomes.find(({ status }) => status === 'failed');
    expect(failed?.errors[0]?.code).not.toBe('');
    expect(failed?.errors[0]?.message).not.toBe('');
    for (const { status, errors } of outcomes) if (status === 'succeeded') expect(errors).toEqual([]);
  });

  it('says for each outcome which row it is about, as its capabilities promise', async () => {
    const outcomes: RowOutcome[] = [];
    const rows = await mixedRows();
    await writerOf(activity())(batchesOf(rows, 2), {
      onOutcomes: (some) => {
        outcomes.push(...some);
      },
    });
    if (activity().capabilities.outcomesInInputOrder) {
      expect(outcomes.map(({ rowIndex }) => rowIndex)).toEqual([0, 1, 2, 3]);
      expect(outcomes[1]?.status).toBe('failed');
    } else {
      expect(outcomes.map(({ row }) => echoOf(row)).sort()).toEqual(rows.map(echoOf).sort());
    }
  });

  it('B27 makes nothing of no rows', async () => {
    const report = await writerOf(activity())(batchesOf([]));
    expect(report).toMatchObject({
      rowCount: 0,
      succeeded: 0,
      failed: 0,
      unprocessed: 0,
      unknown: 0,
      jobs: [],
    });
  });

  it('does not pull ahead of a slow receiver', async () => {
    const rows = await given.goodRows(1_000);
    let pulled = 0;
    let received = 0;
    let mostAhead = 0;
    let isReceiving = false;
    async function* source(): AsyncGenerator<RowBatch, undefined, undefined> {
      for await (const batch of batchesOf(rows, 100)) {
        expect(isReceiving).toBe(false);
        pulled += batch.rows.length;
        mostAhead = Math.max(mostAhead, pulled - received);
        yield batch;
      }
      return undefined;
    }
    await writerOf(activity())(source(), {
      onOutcomes: async (outcomes) => {
        isReceiving = true;
        await new Promise(setImmediate);
        received += outcomes.length;
        isReceiving = false;
      },
    });
    expect(received).toBe(1_000);
    // Bulk jobs answer when they are over; rows wait in files until then, not in memory.
    // REST takes the rows of one call more than may be under way.
    if (!type.startsWith('bulk')) expect(mostAhead).toBeLessThanOrEqual(6 * 1_000);
  });

  it('ends with the error of its source, returns the source and leaves nothing behind', async () => {
    const reason = new Error('The source broke.');
    const rows = await given.goodRows(2);
    async function* source(): AsyncGenerator<RowBatch, undefined, undefined> {
      yield await Promise.resolve({ firstRowIndex: 0, rows });
      throw reason;
    }
    await expect(writerOf(activity())(source())).rejects.toBe(reason);
    expect(await world.spoolFiles()).toEqual([]);
  });

  it('ends with the error of its receiver, returns the source and leaves nothing behind', async () => {
    const reason = new Error('The receiver broke.');
    const rows = await given.goodRows(1_000);
    let isReturned = false;
    async function* source(): AsyncGenerator<RowBatch, undefined, undefined> {
      try {
        yield* batchesOf(rows, 100);
      } finally {
        isReturned = true;
      }
      return undefined;
    }
    const writing = writerOf(activity())(source(), { onOutcomes: () => Promise.reject(reason) });
    await expect(writing).rejects.toBe(reason);
    expect(isReturned).toBe(true);
    expect(await world.spoolFiles()).toEqual([]);
  });

  it('is cancelled between two batches, and leaves nothing behind', async () => {
    const controller = new AbortController();
    const rows = await given.goodRows(2);
    async function* source(): AsyncGenerator<RowBatch, undefined, undefined> {
      yield await Promise.resolve({ firstRowIndex: 0, rows });
      controller.abort();
      yield await Promise.resolve({ firstRowIndex: 2, rows: await given.goodRows(1) });
      return undefined;
    }
    const writing = writerOf(activity())(source(), { signal: controller.signal });
    await expect(writing).rejects.toMatchObject({ code: 'cancelled', recovery: 'cancelled' });
    expect(await world.spoolFiles()).toEqual([]);
  });

  it('reports counts that never go down', async () => {
    const events: ProgressEvent[] = [];
    const rows = await given.goodRows(450);
    await writerOf(activity())(batchesOf(rows, 50), { onProgress: (event) => events.push(event) });
    expect(events.length).toBeGreaterThan(0);
    expect(countsThatWentDown(events)).toEqual([]);
  });

  it('E13 keeps two writes of one instance apart', async () => {
    const writer = writerOf(activity());
    const run = async (count: number): Promise<[WriteReport, RowOutcome[]]> => {
      const outcomes: RowOutcome[] = [];
      const rows = await given.goodRows(count);
      const onOutcomes = (some: readonly RowOutcome[]): void => {
        outcomes.push(...some);
      };
      return [await writer(batchesOf(rows), { onOutcomes }), outcomes];
    };
    const [[one, ones], [other, others]] = await Promise.all([run(30), run(20)]);
    expect([one.succeeded, other.succeeded]).toEqual([30, 20]);
    expect([ones.length, others.length]).toEqual([30, 20]);
    expect(new Set([...ones, ...others].map(({ id }) => id)).size).toBe(50);
  });

  it('takes bytes exactly when it says so', () => {
    const { writeBytes, capabilities } = activity();
    expect(writeBytes !== undefined).toBe(capabilities.bytes);
  });
});
