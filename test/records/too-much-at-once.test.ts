import { describe, expect, it } from 'vitest';
import { refusal } from '../connection/scripted-org.ts';
import type { ScriptedReply } from '../support/scripted-server.ts';
import { attempt, rowsOf, startCollectionsOrg, type CollectionsOrg } from './collections-org.ts';

const payloadTooLarge: ScriptedReply = { status: 413, body: '<html><title>Too Large</title></html>' };
const tooSlow = refusal(500, 'REQUEST_RUNNING_TOO_LONG', 'Your request was running for too long.');

/** An org that declines what `declines` says, and stores the rest. */
const startChoosyOrg = (declines: (names: readonly string[]) => ScriptedReply | undefined) =>
  startCollectionsOrg({ call: ({ names }) => declines(names) });

const more = (most: number, reply: ScriptedReply) => (names: readonly string[]) =>
  names.length > most ? reply : undefined;

async function write(
  org: CollectionsOrg,
  type: string,
  count: number,
  options: Record<string, unknown> = {},
) {
  const attempted = await attempt(org, type, {
    rows: rowsOf(type, count),
    options: { parallelCalls: 1, ...options },
  });
  return { ...attempted, sizes: org.writes.map(({ names }) => names.length) };
}

describe('a call that is too large', () => {
  it.each(['insert', 'update', 'upsert', 'delete'])(
    'goes out in halves, of an %s, with every row once and in order, and the next one is smaller at once',
    async (type) => {
      await using org = await startChoosyOrg(more(60, payloadTooLarge));
      const { report, outcomes, sizes } = await write(org, type, 300);
      expect(report).toMatchObject({ rowCount: 300, succeeded: 300, unknown: 0, unprocessed: 0 });
      expect(outcomes.map(({ rowIndex }) => rowIndex)).toEqual(rowsOf(type, 300).map((_, index) => index));
      expect(outcomes.map(({ id }) => id)).toEqual(rowsOf(type, 300).map((_, index) => `500${index}`));
      expect(sizes.slice(0, 4)).toEqual([300, 150, 75, 37]);
      expect(Math.max(...sizes.slice(3))).toBe(37);
      expect(sizes.slice(3).reduce((sum, size) => sum + size)).toBe(300);
    },
  );

  it('ends at the row that is too large by itself: it has failed, and the others are stored', async () => {
    await using org = await startChoosyOrg((names) => (names.includes('5') ? payloadTooLarge : undefined));
    const { report, outcomes, error } = await write(org, 'insert', 8);
    expect(error).toBeUndefined();
    expect(report).toMatchObject({ rowCount: 8, succeeded: 7, failed: 1 });
    expect(outcomes[5]).toMatchObject({ status: 'failed', errors: [{ code: 'invalid-request' }] });
  });

  it('stays whole when all of it or nothing is to be stored, and tells why it failed', async () => {
    await using org = await startChoosyOrg(more(60, payloadTooLarge));
    const { report, error, sizes } = await write(org, 'update', 200, { allOrNone: true });
    expect(error).toMatchObject({ code: 'invalid-request', details: { failure: 'too-large', status: 413 } });
    expect(report).toMatchObject({ rowCount: 200, succeeded: 0, unprocessed: 200 });
    expect(sizes).toEqual([200]);
  });
});

describe('a call that runs too long', () => {
  it.each(['update', 'upsert', 'delete'])(
    'goes out in halves, of an %s, which changes nothing twice',
    async (type) => {
      await using org = await startChoosyOrg(more(100, tooSlow));
      const { report, sizes } = await write(org, type, 300);
      expect(report).toMatchObject({ rowCount: 300, succeeded: 300 });
      expect(sizes.slice(0, 3)).toEqual([300, 150, 75]);
      expect(Math.max(...sizes.slice(2))).toBe(75);
    },
  );

  it('leaves the rows of an insert unknown, sends none of them twice, and the next calls are smaller', async () => {
    await using org = await startChoosyOrg(more(500, tooSlow));
    const { report, sizes } = await write(org, 'insert', 2_000);
    expect(report).toMatchObject({ rowCount: 2_000, succeeded: 1_000, unknown: 1_000 });
    expect(sizes).toEqual([1_000, 500, 500]);
  });

  it('ends the write when a single row takes too long: all of its rows may be stored or not', async () => {
    await using org = await startChoosyOrg(() => tooSlow);
    const { report, error, sizes } = await write(org, 'update', 4);
    expect(error).toMatchObject({ code: 'invalid-request', details: { failure: 'ran-too-long' } });
    expect(report).toMatchObject({ rowCount: 4, unknown: 4, unprocessed: 0 });
    expect(sizes).toEqual([4, 2, 1]);
  });

  it('leaves no row unknown that the org has only declined before', async () => {
    await using org = await startChoosyOrg((names) => {
      if (names.length > 2) return payloadTooLarge;
      return names.includes('2') ? refusal(403, 'REQUEST_LIMIT_EXCEEDED') : undefined;
    });
    const { report, sizes } = await write(org, 'update', 6);
    expect(report).toMatchObject({ rowCount: 6, succeeded: 2, unprocessed: 4, unknown: 0 });
    expect(sizes).toEqual([6, 3, 1, 1, 1]);
  });
});

describe('a call that was tried more than once', () => {
  it('leaves its rows unknown when an earlier try may have got through', async () => {
    let tries = 0;
    await using org = await startChoosyOrg(() => {
      tries += 1;
      return tries === 1 ? 'reset' : refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    });
    const { report, error } = await write(org, 'update', 2);
    expect(error).toMatchObject({ code: 'api-limit-reached' });
    expect(report).toMatchObject({ rowCount: 2, unknown: 2, unprocessed: 0 });
  });
});
