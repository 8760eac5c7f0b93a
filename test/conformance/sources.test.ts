import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../../src/contract/progress.ts';
import { memorySink, rowsFrom } from '../activities/row-streams.ts';
import { readerOf, type ReadCase, type World } from './connector-under-test.ts';
import { countsThatWentDown } from './progress.ts';
import { serviceCloud } from './service-cloud.ts';
import { toy } from './toy.ts';

const subjects = [
  { connector: serviceCloud, type: 'query' },
  { connector: serviceCloud, type: 'bulk-query' },
  { connector: toy, type: 'list' },
];

describe.each(subjects)('$connector.name: $type', ({ connector, type }) => {
  let world: World;
  let read: ReadCase;
  const activity = (options = read.options) => world.activity(type, options);
  beforeAll(async () => {
    world = await connector.open();
    const found = world.reads.find((each) => each.type === type);
    if (found === undefined) throw new RangeError(`No read of type ${type}.`);
    read = found;
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('reads everything, says so, and numbers its batches', async () => {
    const { rows, report, firstRowIndexes } = await rowsFrom(readerOf(activity())());
    expect(rows).toHaveLength(read.rowCount);
    expect(report).toMatchObject({ rowCount: read.rowCount, truncated: false });
    expect(firstRowIndexes[0]).toBe(0);
    expect(firstRowIndexes).toEqual([...firstRowIndexes].sort((one, other) => one - other));
  });

  it('C13 gives no batch for no rows', async () => {
    const { report, firstRowIndexes } = await rowsFrom(readerOf(activity(read.emptyOptions))());
    expect(firstRowIndexes).toEqual([]);
    expect(report).toMatchObject({ rowCount: 0, truncated: false });
  });

  it('can be left early, and read again afterwards', async () => {
    const reader = readerOf(activity());
    for await (const { rows } of reader()) {
      expect(rows.length).toBeGreaterThan(0);
      break;
    }
    expect((await rowsFrom(reader())).rows).toHaveLength(read.rowCount);
    expect(await world.spoolFiles()).toEqual([]);
  });

  it('E13 keeps two reads of one instance apart', async () => {
    const reader = readerOf(activity());
    const [one, other] = await Promise.all([rowsFrom(reader()), rowsFrom(reader())]);
    expect(one.rows).toEqual(other.rows);
    expect(one.report.rowCount).toBe(read.rowCount);
    expect(one.report.byteCount).toBe(other.report.byteCount);
  });

  it('is cancelled by its signal', async () => {
    const reading = rowsFrom(readerOf(activity())({ signal: AbortSignal.abort() }));
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('reports counts that never go down', async () => {
    const events: ProgressEvent[] = [];
    await rowsFrom(readerOf(activity())({ onProgress: (event) => events.push(event) }));
    expect(events.length).toBeGreaterThan(0);
    expect(countsThatWentDown(events)).toEqual([]);
  });

  it('carries bytes exactly when it says so, header first', async () => {
    const { readBytes, capabilities } = activity();
    expect(readBytes !== undefined).toBe(capabilities.bytes);
    if (readBytes === undefined) return;
    const sink = memorySink();
    const report = await readBytes(sink);
    expect(report.rowCount).toBe(read.rowCount);
    expect(report.byteCount).toBe(Buffer.byteLength(sink.text()));
    const { rows } = await rowsFrom(readerOf(activity())());
    const [header = ''] = sink.text().split('\n');
    expect(header.replaceAll('"', '').split(',')).toEqual(Object.keys(rows[0] ?? {}));
  });
});
