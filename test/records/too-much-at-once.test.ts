import { describe, expect, it } from 'vitest';
import type { RowOutcome, WriteReport } from '../../src/contract/outcome.ts';
import type { Row } from '../../src/contract/row.ts';
import { salesforceServiceCloud } from '../../src/plugin.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { json, refusal, startScriptedOrg, type ScriptedOrg } from '../connection/scripted-org.ts';
import type { ReceivedRequest, ScriptedReply } from '../support/scripted-server.ts';

const fields = ['Id', 'Subject', 'Ext__c'].map((name) => ({
  name,
  label: name,
  type: name === 'Id' ? 'id' : 'string',
  createable: name !== 'Id',
  updateable: name !== 'Id',
  nillable: true,
  externalId: name === 'Ext__c',
}));
const flags = { createable: true, updateable: true, deletable: true, queryable: true };
const describeAnswer = json(200, { name: 'Case', label: 'Case', ...flags, fields });

const payloadTooLarge: ScriptedReply = { status: 413, body: '<html><title>Too Large</title></html>' };
const tooSlow = refusal(500, 'REQUEST_RUNNING_TOO_LONG', 'Your request was running for too long.');

/** Subjects or ids of the rows of a write, in order. */
function namesOf({ method, url, body }: ReceivedRequest): string[] {
  if (method === 'DELETE') return (new URL(url, 'http://x').searchParams.get('ids') ?? '').split(',');
  const { records } = JSON.parse(body.toString()) as { records: { Subject: string }[] };
  return records.map(({ Subject }) => Subject);
}

/** An org that declines what `declines` says, and stores the rest. */
function startChoosyOrg(declines: (names: readonly string[]) => ScriptedReply | undefined) {
  return startScriptedOrg((request) => {
    if (request.method === 'GET') return describeAnswer;
    const names = namesOf(request);
    const results = names.map((name) => ({ id: `500${name}`, success: true, created: true, errors: [] }));
    return declines(names) ?? json(200, results);
  });
}

const more = (most: number, reply: ScriptedReply) => (names: readonly string[]) =>
  names.length > most ? reply : undefined;

const rowsOf = (type: string, count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    ...(type === 'update' || type === 'delete' ? { Id: String(index) } : {}),
    ...(type === 'delete' ? {} : { Subject: String(index) }),
    ...(type === 'upsert' ? { Ext__c: `k${index}` } : {}),
  }));

async function write(org: ScriptedOrg, type: string, count: number, options: Record<string, unknown> = {}) {
  const config = {
    ...(type === 'delete' ? {} : { object: 'Case' }),
    ...(type === 'upsert' ? { externalIdField: 'Ext__c' } : {}),
    ...options,
  };
  const activity = salesforceServiceCloud.activity(type, config);
  if (activity.direction !== 'target') throw new RangeError(`${type} does not write.`);
  const outcomes: RowOutcome[] = [];
  const onOutcomes = (some: readonly RowOutcome[]): void => void outcomes.push(...some);
  const writing = activity.write(org.connection, batchesOf(rowsOf(type, count)), { onOutcomes });
  const result = await writing.then(
    (report) => ({ report, error: undefined }),
    (error: unknown) => ({ report: (error as { details: { report?: WriteReport } }).details.report, error }),
  );
  const sizes = org.calls.filter(({ method }) => method !== 'GET').map((request) => namesOf(request).length);
  return { ...result, outcomes, sizes };
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
      expect(sizes).toEqual([200, 100, 50, 50, 50, 50, 50, 50]);
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
    const { report, error, sizes } = await write(org, 'update', 200, { options: { allOrNone: true } });
    expect(error).toMatchObject({ code: 'invalid-request', details: { failure: 'too-large', status: 413 } });
    expect(report).toMatchObject({ rowCount: 200, succeeded: 0, unprocessed: 200 });
    expect(sizes).toEqual([200]);
  });
});

describe('a call that runs too long', () => {
  it.each(['update', 'upsert'])('goes out in halves, of an %s, which changes nothing twice', async (type) => {
    await using org = await startChoosyOrg(more(100, tooSlow));
    const { report, sizes } = await write(org, type, 300);
    expect(report).toMatchObject({ rowCount: 300, succeeded: 300 });
    expect(sizes).toEqual([200, 100, 100, 100]);
  });

  it.each(['insert', 'delete'])(
    'leaves the rows of an %s unknown, sends none of them twice, and the next calls are smaller',
    async (type) => {
      await using org = await startChoosyOrg(more(100, tooSlow));
      const { report, sizes } = await write(org, type, 400);
      expect(report).toMatchObject({ rowCount: 400, succeeded: 200, unknown: 200 });
      expect(sizes).toEqual([200, 100, 100]);
    },
  );

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
