import { describe, expect, it } from 'vitest';
import { openSalesforceConnection } from '../../../src/connection/open-salesforce-connection.ts';
import type { RowOutcome, WriteReport } from '../../../src/contract/outcome.ts';
import type { FaultRuleInput } from '../../../src/local-org/index.ts';
import { salesforceServiceCloud } from '../../../src/plugin.ts';
import { batchesOf, collect } from '../../activities/row-streams.ts';
import { byteSource } from '../../support/byte-source.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { testRunContext } from '../../support/test-run-context.ts';
import type { ScriptedReply } from '../../support/scripted-server.ts';
import { json, loginAnswer, refusal, startScriptedOrg } from '../scripted-org.ts';

const ping = { method: 'GET', path: 'sobjects/Case', callClass: 'idempotent' } as const;

/** A connection to a local org, closed by `await using`. */
function connect(org: TestOrg, config: Readonly<Record<string, unknown>> = {}) {
  const context = testRunContext();
  const { url: serverHost, username, password, securityToken } = org;
  const connection = openSalesforceConnection(
    { name: 'Local', serverHost, username, password, securityToken, ...config },
    context,
  );
  return { connection, context, [Symbol.asyncDispose]: () => connection.close() };
}

/** How a call ended: `ok`, or the code of its error. */
async function endOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: unknown) => (error as { code: string }).code,
  );
}

function tally(ends: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const end of ends) counts[end] = (counts[end] ?? 0) + 1;
  return counts;
}

const callsOf = (org: TestOrg) => org.requests().filter(({ isApiCall }) => isApiCall).length;

describe('the reserve of API calls', () => {
  it('is left by 50 parallel callers, all of whom are told the numbers (C24)', async () => {
    await using org = await startTestOrg({ limits: { DailyApiRequests: 40 } });
    await using client = connect(org, { apiCallReserve: 15 });
    const { rest } = client.connection;
    const ends = await Promise.all(Array.from({ length: 50 }, () => endOf(rest.send(ping))));
    expect(tally(ends)).toEqual({ ok: 25, 'api-reserve-reached': 25 });
    expect(callsOf(org)).toBe(25);
    await expect(rest.send(ping)).rejects.toMatchObject({
      details: { used: 25, allowed: 40, reserve: 15, underWay: 0 },
    });
  });

  it('lets the connection go on when the org has freed calls, after one question', async () => {
    await using org = await startTestOrg({ limits: { DailyApiRequests: 20 } });
    await using client = connect(org, { apiCallReserve: 15 });
    const { rest } = client.connection;
    const send = () => endOf(rest.send(ping));
    const first = [];
    for (let call = 0; call < 7; call += 1) first.push(await send());
    expect(tally(first)).toEqual({ ok: 5, 'api-reserve-reached': 2 });
    org.advance(25 * 3_600_000);
    expect(await send()).toBe('api-reserve-reached');
    client.context.advance(900_000);
    // The session has ended by then: the question is asked under a new one.
    expect(tally(await Promise.all(Array.from({ length: 9 }, send)))).toEqual({
      ok: 5,
      'api-reserve-reached': 4,
    });
    expect(org.activity().logins).toBe(2);
  });

  it('holds back creates, uploads, polls and logins too', async () => {
    await using org = await startScriptedOrg(
      () => json(200, {}, { 'Sforce-Limit-Info': 'api-usage=90/100' }),
      {
        config: { apiCallReserve: 10 },
      },
    );
    const { rest } = org.connection;
    await rest.send(ping);
    const create = { method: 'POST', path: 'sobjects/Case', body: { json: {} } } as const;
    for (const callClass of ['create', 'upload', 'poll', 'idempotent'] as const) {
      expect(await endOf(rest.send({ ...create, callClass }))).toBe('api-reserve-reached');
    }
    expect(org.calls).toHaveLength(1);
  });

  it('is seen in refusals as well', async () => {
    await using org = await startScriptedOrg(
      () => json(404, [{ errorCode: 'NOT_FOUND' }], { 'Sforce-Limit-Info': 'api-usage=90/100' }),
      { config: { apiCallReserve: 10 } },
    );
    expect(await endOf(org.connection.rest.send(ping))).toBe('not-found');
    expect(await endOf(org.connection.rest.send(ping))).toBe('api-reserve-reached');
  });

  it('ends a write with the outcomes so far, and the rows behind them not sent', async () => {
    await using org = await startTestOrg({ limits: { DailyApiRequests: 13 } });
    await using client = connect(org, { apiCallReserve: 10 });
    const options = { parallelCalls: 1, batchSize: 40 };
    const insert = salesforceServiceCloud.activity('insert', { object: 'Account', options });
    if (insert.direction !== 'target') throw new RangeError('insert writes.');
    const rows = Array.from({ length: 1000 }, (_, index) => ({ Name: `Account ${index}` }));
    const outcomes: RowOutcome[] = [];
    const onOutcomes = (some: readonly RowOutcome[]): void => void outcomes.push(...some);
    const write = insert.write(client.connection, batchesOf(rows), { onOutcomes });
    const error: unknown = await write.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'api-reserve-reached' });
    const { report } = (error as { details: { report: WriteReport } }).details;
    // How many rows are taken ahead is up to the write; those behind the last call are not sent.
    expect(report).toMatchObject({
      succeeded: 400,
      failed: 0,
      unknown: 0,
      unprocessed: report.rowCount - 400,
    });
    expect(report.unprocessed).toBeGreaterThan(0);
    expect(tally(outcomes.map(({ status }) => status))).toEqual({
      succeeded: 400,
      unprocessed: report.unprocessed,
    });
  });

  it('ends a bulk write with the id of the job that goes on without it', async () => {
    await using org = await startTestOrg({ limits: { DailyApiRequests: 14 } });
    await using client = connect(org, { apiCallReserve: 10 });
    const insert = salesforceServiceCloud.activity('bulk-insert', { object: 'Account' });
    if (insert.direction !== 'target' || insert.writeBytes === undefined) throw new RangeError('It writes.');
    const write = insert.writeBytes(client.connection, byteSource('Name\nOne\n'));
    const error: unknown = await write.catch((thrown: unknown) => thrown);
    const [job] = org.jobs();
    expect(error).toMatchObject({
      code: 'api-reserve-reached',
      details: { jobId: job?.id, report: { rowCount: 1, unknown: 1, jobs: [{ id: job?.id }] } },
    });
  });
});

describe('a bulk write that meets the end of its API calls before it submits its job', () => {
  it.each([
    ['the reserve', { DailyApiRequests: 13 }, { apiCallReserve: 10 }, 'api-reserve-reached'],
    ['the limit of the org', { DailyApiRequests: 3 }, {}, 'api-limit-reached'],
  ])(
    'by %s leaves its rows unprocessed, in a job that processes nothing',
    async (_by, limits, config, code) => {
      await using org = await startTestOrg({ limits });
      await using client = connect(org, config);
      const insert = salesforceServiceCloud.activity('bulk-insert', { object: 'Account' });
      if (insert.direction !== 'target' || insert.writeBytes === undefined)
        throw new RangeError('It writes.');
      const write = insert.writeBytes(client.connection, byteSource('Name\nOne\n'));
      const error: unknown = await write.catch((thrown: unknown) => thrown);
      const [job] = org.jobs();
      expect(job?.state).toBe('Open');
      const report = { rowCount: 1, unprocessed: 1, unknown: 0 };
      expect(error).toMatchObject({ code, details: { jobId: job?.id, report } });
    },
  );
});

describe('a bulk query', () => {
  it.each([
    ['while its job runs', 13],
    ['before its result is fetched', 14],
  ])('that meets the reserve %s names the job, whose result waits for seven days', async (_when, allowed) => {
    await using org = await startTestOrg({
      limits: { DailyApiRequests: allowed },
      jobTiming: { queuedMs: 1 },
    });
    await using client = connect(org, { apiCallReserve: 10 });
    const query = salesforceServiceCloud.activity('bulk-query', { query: 'SELECT Id FROM Account' });
    if (query.direction !== 'source') throw new RangeError('bulk-query reads.');
    const error: unknown = await collect(query.read(client.connection)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'api-reserve-reached', details: { jobId: org.jobs()[0]?.id } });
  });
});

describe('a daily allowance that is used up (D14)', () => {
  it('stops at once, with the numbers', async () => {
    await using org = await startTestOrg({ limits: { DailyApiRequests: 2 } });
    await using client = connect(org);
    const { rest } = client.connection;
    const ends = [await endOf(rest.send(ping)), await endOf(rest.send(ping)), await endOf(rest.send(ping))];
    expect(ends).toEqual(['ok', 'ok', 'api-limit-reached']);
    await expect(rest.send(ping)).rejects.toMatchObject({ details: { used: 2, allowed: 2 } });
    expect(client.context.sleeps).toEqual([]);
  });
});

describe('the count of API calls', () => {
  const usedUp = refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  const withCount = (reply: ScriptedReply, count: string): ScriptedReply =>
    typeof reply === 'object'
      ? { ...reply, headers: { ...reply.headers, 'sforce-limit-info': count } }
      : reply;

  it('is read from the answer to a login', async () => {
    await using org = await startScriptedOrg(() => usedUp, {
      login: (number, origin) => withCount(loginAnswer(number, origin), 'api-usage=5/5'),
    });
    await expect(org.connection.rest.send(ping)).rejects.toMatchObject({ details: { used: 5, allowed: 5 } });
  });

  it('is read from a refusal, that of this client too', async () => {
    await using org = await startScriptedOrg(() =>
      withCount(usedUp, 'api-usage=9/5000; per-app-api-usage=7/7(appName=connector)'),
    );
    await expect(org.connection.rest.send(ping)).rejects.toMatchObject({
      code: 'api-limit-reached',
      details: { used: 9, allowed: 5000, app: { used: 7, allowed: 7 } },
    });
  });

  it('is left out where the org did not tell', async () => {
    await using org = await startScriptedOrg(() => usedUp);
    const error: unknown = await org.connection.rest.send(ping).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'api-limit-reached' });
    expect(error).not.toHaveProperty('details.used');
  });
});

describe('an org that takes so many calls at once and no more', () => {
  const atMost = (runningAbove: number): FaultRuleInput[] => [
    {
      when: { path: '/services/data/**', runningAbove },
      do: {
        respond: {
          status: 403,
          errorCode: 'REQUEST_LIMIT_EXCEEDED',
          message: 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
        },
      },
    },
    { when: { path: '/services/data/**' }, do: { latencyMs: 100 } },
  ];

  it('gets fewer at once until it takes them: 50 parallel calls all come through', async () => {
    await using org = await startTestOrg();
    await using client = connect(org, { maxConcurrentRequests: 50 });
    const { rest } = client.connection;
    await rest.send(ping);
    org.faults.add(atMost(5));
    const ends = await Promise.all(Array.from({ length: 50 }, () => endOf(rest.send(ping))));
    expect(tally(ends)).toEqual({ ok: 50 });
    const declined = org.faults.list()[0]?.fired ?? 0;
    // Calls that come back as many as they were would be declined more than 500 times, and then fail.
    expect(declined).toBeGreaterThan(0);
    expect(declined).toBeLessThan(150);
  });

  it('is told from one whose records are locked, which is no reason to slow down', async () => {
    const { promise: bothAreThere, resolve: goOn } = Promise.withResolvers<undefined>();
    let together = 0;
    await using org = await startScriptedOrg(
      async (request, attempt) => {
        if (!request.url.endsWith('/together')) {
          return attempt === 1 ? refusal(400, 'UNABLE_TO_LOCK_ROW') : json(200, {});
        }
        together += 1;
        if (together === 2) goOn(undefined);
        await bothAreThere;
        return json(200, {});
      },
      { config: { maxConcurrentRequests: 2 } },
    );
    const { rest } = org.connection;
    await rest.send(ping);
    const both = { ...ping, path: 'together' };
    await Promise.all([rest.send(both), rest.send(both)]);
    expect(org.calls).toHaveLength(4);
  });
});
