import { describe, expect, it } from 'vitest';
import type { RowOutcome } from '../../src/contract/outcome.ts';
import type { RowBatch } from '../../src/contract/row.ts';
import { salesforceServiceCloud } from '../../src/plugin.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { startServiceOrg } from '../activities/service-org.ts';
import { attempt, rowsOf, startCollectionsOrg } from './collections-org.ts';

const sizesOf = (calls: readonly { batches: readonly { names: readonly string[] }[] }[]): number[][] =>
  calls.map(({ batches }) => batches.map(({ names }) => names.length));

describe('rows in batches, and batches in calls,', () => {
  it('C20 cost ten API calls for 10,000 inserts', async () => {
    await using service = await startServiceOrg();
    await service.connection.describe('Account');
    const { apiCalls } = service.connection.usage();
    const rows = Array.from({ length: 10_000 }, (_, index) => ({ Name: `a${index}` }));
    const report = await service
      .target('insert', { object: 'Account' })
      .write(service.connection, batchesOf(rows, 1_000));
    expect(report).toMatchObject({ succeeded: 10_000, created: 10_000 });
    expect(service.connection.usage().apiCalls - apiCalls).toBe(10);
  }, 30_000);

  it.each(['insert', 'update', 'upsert', 'delete'])(
    'have the size that is asked for, of an %s',
    async (type) => {
      await using org = await startCollectionsOrg();
      const options = { batchSize: 4, parallelCalls: 1 };
      await attempt(org, type, { rows: rowsOf(type, 27), options });
      expect(sizesOf(org.writes)).toEqual([
        [4, 4, 4, 4, 4],
        [4, 3],
      ]);
      expect(org.writes.flatMap(({ names }) => names)).toEqual(
        rowsOf('insert', 27).map(({ Subject }) => Subject),
      );
    },
  );

  it('go straight to Collections when there is one batch', async () => {
    await using org = await startCollectionsOrg();
    await attempt(org, 'insert', { rows: rowsOf('insert', 200) });
    await attempt(org, 'insert', { rows: rowsOf('insert', 201) });
    expect(org.writes.map(({ isComposite }) => isComposite)).toEqual([false, true]);
  });

  it('stay below ten megabytes, unless one row has more', async () => {
    await using org = await startCollectionsOrg();
    const long = 'x'.repeat(3 * 1024 * 1024);
    const rows = rowsOf('insert', 7).map((row, index) => ({
      ...row,
      Ext__c: index === 5 ? long.repeat(4) : long,
    }));
    const { report } = await attempt(org, 'insert', { rows, options: { parallelCalls: 1 } });
    expect(report).toMatchObject({ succeeded: 7 });
    expect(org.writes.map(({ names }) => names)).toEqual([['0', '1', '2'], ['3', '4'], ['5'], ['6']]);
  });

  it('E24 carry text that looks like a reference as it is, in calls of their own', async () => {
    await using service = await startServiceOrg();
    const texts = ['@{batch0[0].id}', '@{', 'plain @{batch1.x}'];
    const rows = Array.from({ length: 30 }, (_, index) => ({ Subject: texts[index / 10] ?? `s${index}` }));
    const options = { batchSize: 10 };
    const report = await service
      .target('insert', { object: 'Case', options })
      .write(service.connection, batchesOf(rows));
    expect(report).toMatchObject({ succeeded: 30 });
    const found = await service.rowsOf("SELECT Subject FROM Case WHERE Subject LIKE '%@{%' ORDER BY Subject");
    expect(found.map(({ Subject }) => Subject).sort()).toEqual([...texts].sort());
  });
});

describe('calls under way', () => {
  /** An org that answers when `count` calls are there, or when there will be no more. */
  function startGatheringOrg(count: number, callCount: number) {
    let seen = 0;
    let most = 0;
    let waiting: (() => void)[] = [];
    return {
      most: () => most,
      arrive: async (): Promise<void> => {
        seen += 1;
        const arrived = new Promise<void>((resolve) => waiting.push(resolve));
        most = Math.max(most, waiting.length);
        if (waiting.length === count || seen === callCount) {
          for (const open of waiting) open();
          waiting = [];
        }
        await arrived;
      },
    };
  }

  it.each([1, 3])(
    'are as many as asked for: %i, and outcomes come in input order all the same',
    async (count) => {
      const gathering = startGatheringOrg(count, 12);
      await using org = await startCollectionsOrg({ before: gathering.arrive });
      const options = { batchSize: 2, parallelCalls: count };
      const { outcomes, report } = await attempt(org, 'insert', { rows: rowsOf('insert', 120), options });
      expect(report).toMatchObject({ succeeded: 120 });
      expect(gathering.most()).toBe(count);
      expect(outcomes.map(({ id }) => id)).toEqual(Array.from({ length: 120 }, (_, index) => `500${index}`));
    },
  );

  it('let no more rows be taken than fit into one call more, while the first is not answered', async () => {
    let pulled = 0;
    let answer: (() => void) | undefined;
    const firstAnswer = new Promise<void>((resolve) => (answer = resolve));
    await using org = await startCollectionsOrg({
      before: async ({ number }) => {
        if (number === 1) await firstAnswer;
      },
    });
    async function* source(): AsyncGenerator<RowBatch, undefined, undefined> {
      for await (const batch of batchesOf(rowsOf('insert', 10_000), 200)) {
        pulled += batch.rows.length;
        yield batch;
      }
      return undefined;
    }
    const outcomes: RowOutcome[] = [];
    const options = { parallelCalls: 2 };
    const activity = salesforceServiceCloud.activity('insert', { object: 'Case', options });
    if (activity.direction !== 'target') throw new RangeError('insert writes.');
    const writing = activity.write(org.connection, source(), {
      onOutcomes: (some) => void outcomes.push(...some),
    });
    while (org.writes.length < 3) await new Promise(setImmediate);
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    expect([outcomes.length, pulled]).toEqual([0, 3_000]);
    answer?.();
    expect(await writing).toMatchObject({ succeeded: 10_000 });
  });

  it('become fewer while rows are locked', async () => {
    let under = 0;
    const seen: number[] = [];
    await using org = await startCollectionsOrg({
      before: async () => {
        under += 1;
        seen.push(under);
        await new Promise(setImmediate);
        under -= 1;
      },
      batch: ({ names }, { number }) =>
        number <= 4
          ? {
              status: 200,
              body: names.map(() => ({
                success: false,
                errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW', message: '' }],
              })),
            }
          : undefined,
    });
    const options = { batchSize: 1, parallelCalls: 4 };
    const { report } = await attempt(org, 'update', { rows: rowsOf('update', 60), options });
    expect(report).toMatchObject({ succeeded: 60 });
    expect(seen.slice(4, 6)).toEqual([1, 1]);
  });
});
