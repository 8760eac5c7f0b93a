import { describe, expect, it } from 'vitest';
import { cancellableRows } from '../../src/activities/cancellable-rows.ts';
import type { RowBatch } from '../../src/contract/row.ts';
import { batchesOf, collect } from './row-streams.ts';
import { startServiceOrg } from './service-org.ts';

const rows = [{ Subject: 'a' }, { Subject: 'b' }, { Subject: 'c' }];

/** Gives one batch, then hangs for ever. */
async function* hangingSource(onHang: () => void): AsyncGenerator<RowBatch, undefined, undefined> {
  yield { firstRowIndex: 0, rows };
  onHang();
  await new Promise(() => undefined);
  return undefined;
}

describe('cancellableRows', () => {
  it('gives the same batches, with and without a signal', async () => {
    for (const signal of [undefined, new AbortController().signal]) {
      const batches = await collect(cancellableRows(batchesOf(rows, 2), signal));
      expect(batches.map((batch) => batch.rows.length)).toEqual([2, 1]);
    }
  });

  it('rejects at once when the source hangs, without waiting for it', async () => {
    const controller = new AbortController();
    const source = hangingSource(() => {
      controller.abort();
    });
    const reading = collect(cancellableRows(source, controller.signal));
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('pulls nothing when the signal is aborted already', async () => {
    let wasPulled = false;
    async function* source(): AsyncGenerator<RowBatch, undefined, undefined> {
      wasPulled = true;
      yield await Promise.resolve({ firstRowIndex: 0, rows });
      return undefined;
    }
    const reading = collect(cancellableRows(source(), AbortSignal.abort()));
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(wasPulled).toBe(false);
  });

  it('returns the source when the reader leaves early', async () => {
    let isReturned = false;
    async function* source(): AsyncGenerator<RowBatch, undefined, undefined> {
      try {
        yield* batchesOf(rows, 1);
      } finally {
        isReturned = true;
      }
      return undefined;
    }
    for await (const batch of cancellableRows(source(), new AbortController().signal)) {
      expect(batch.firstRowIndex).toBe(0);
      break;
    }
    expect(isReturned).toBe(true);
  });

  it.each(['insert', 'bulk-insert'])(
    'lets %s reject although its source hangs, and removes its files',
    async (type) => {
      await using service = await startServiceOrg();
      const controller = new AbortController();
      const source = hangingSource(() => {
        controller.abort();
      });
      const writing = service
        .target(type, { object: 'Case' })
        .write(service.connection, source, { signal: controller.signal });
      await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
      expect(await service.spoolFiles()).toEqual([]);
    },
  );
});
