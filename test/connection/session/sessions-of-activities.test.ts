import { describe, expect, it } from 'vitest';
import type { RunContext } from '../../../src/contract/run-context.ts';
import type { SalesforceConnection } from '../../../src/connection/salesforce-connection.ts';
import { salesforceServiceCloud } from '../../../src/plugin.ts';
import { batchesOf, rowsFrom } from '../../activities/row-streams.ts';
import { startServiceOrg, type ServiceOrg } from '../../activities/service-org.ts';
import { testRunContext } from '../../support/test-run-context.ts';
import { activityCases, rowsPerRun } from './activity-cases.ts';

const dataCalls = '/services/data/**';
const expiredText = 'Session expired or invalid';

/** A connection that may log in as often as a test wants, apart from the one that prepares records. */
function connect(service: ServiceOrg, context: RunContext = testRunContext()): SalesforceConnection {
  const { url, username, password, securityToken } = service.org;
  return salesforceServiceCloud.connect(
    { name: 'Tested', serverHost: url, username, password, securityToken, maxLoginsPerHour: 3600 },
    { ...context, temporaryFolder: service.context.temporaryFolder },
  );
}

/** A run context in which the org's time passes with that of the connection. */
function withTimeOf(service: ServiceOrg): RunContext {
  const context = testRunContext();
  const sleep = async (delayMs: number, signal?: AbortSignal): Promise<void> => {
    await context.clock.sleep(delayMs, signal);
    service.org.advance(delayMs);
  };
  return { ...context, clock: { ...context.clock, sleep } };
}

function newCases(count: number) {
  return Array.from({ length: count }, (_, index) => ({ Subject: `Case ${index}` }));
}

const everyOther = Array.from({ length: 100 }, (_, index) => 2 * index + 1);

describe.each(activityCases)('$type', ({ prepare }) => {
  it('goes on when its session ends at every call (A20, B22, C3, C5)', async () => {
    await using service = await startServiceOrg();
    const run = await prepare(service);
    const connection = connect(service);
    service.org.faults.add({ when: { path: dataCalls, nth: everyOther }, do: { revokeSessions: 'own' } });
    expect(await run(connection)).toBe(rowsPerRun);
    await connection.close();
    const [rule] = service.org.faults.list();
    expect(rule?.fired).toBeGreaterThan(0);
    expect(connection.usage().logins).toBe(1 + (rule?.fired ?? 0));
  });

  it.each([
    ['401 INVALID_SESSION_ID (A20)', 401, 'INVALID_SESSION_ID', expiredText],
    ['403 INVALID_SESSION_ID (B30, E16)', 403, 'INVALID_SESSION_ID', expiredText],
    ['400 InvalidSessionId (C4)', 400, 'InvalidSessionId', 'Invalid session id'],
    ['400 INVALIDSESSIONID (A20)', 400, 'INVALIDSESSIONID', 'Invalid session id'],
  ])('logs in once more after %s', async (_, status, errorCode, message) => {
    await using service = await startServiceOrg();
    const run = await prepare(service);
    const connection = connect(service);
    service.org.faults.add({
      when: { path: dataCalls, nth: 1 },
      do: { respond: { status, errorCode, message } },
    });
    expect(await run(connection)).toBe(rowsPerRun);
    await connection.close();
    expect(connection.usage().logins).toBe(2);
  });
});

describe('activities whose session ends', () => {
  it('make one login of 50 at once that are all refused (A19)', async () => {
    await using service = await startServiceOrg();
    await service.insert('Case', newCases(5));
    const connection = connect(service);
    const query = service.source('query', { query: 'SELECT Id FROM Case' });
    const readAll = () =>
      Promise.all(
        Array.from({ length: 50 }, async () => (await rowsFrom(query.read(connection))).rows.length),
      );
    await readAll();
    service.org.faults.add({ when: { nth: 1 }, do: { revokeSessions: 'all' } });
    expect(new Set(await readAll())).toEqual(new Set([5]));
    await connection.close();
    expect(connection.usage().logins).toBe(2);
  });

  it('carry a bulk job through that takes longer than any session (B22, D6)', async () => {
    await using service = await startServiceOrg({ jobTiming: { queuedMs: 60_000, rowsPerSecond: 10 } });
    service.org.faults.add({ do: { sessionSeconds: 2 } });
    const connection = connect(service, withTimeOf(service));
    const insert = service.target('bulk-insert', { object: 'Case' });
    const report = await insert.write(connection, batchesOf(newCases(400)));
    await connection.close();
    expect(report).toMatchObject({ rowCount: 400, succeeded: 400, unknown: 0 });
    expect(connection.usage().logins).toBeGreaterThan(2);
    expect(service.org.jobs()).toHaveLength(1);
  });

  it.each(['query', 'bulk-query'])(
    'read on at the next page of %s under a new session (C4, D6)',
    async (type) => {
      await using service = await startServiceOrg({
        queryPageRows: 30,
        queryPageSizes: { min: 30, max: 30 },
      });
      await service.insert('Case', newCases(200));
      const connection = connect(service);
      service.org.faults.add({
        when: { pathRegex: 'query/01g|locator=', every: 2 },
        do: { revokeSessions: 'own' },
      });
      const { rows } = await rowsFrom(
        service.source(type, { query: 'SELECT Id FROM Case' }).read(connection),
      );
      await connection.close();
      expect(new Set(rows.map(({ Id }) => Id)).size).toBe(200);
      expect(rows.length).toBe(200);
      expect(connection.usage().logins).toBeGreaterThan(2);
    },
  );

  it('go on under a session that the org did not know for a moment (D21)', async () => {
    await using service = await startServiceOrg();
    const connection = connect(service);
    service.org.faults.add({
      when: { path: dataCalls, nth: [1, 2] },
      do: { respond: { status: 401, errorCode: 'INVALID_SESSION_ID', message: expiredText } },
    });
    const { rows } = await rowsFrom(
      service.source('query', { query: 'SELECT Id FROM Organization' }).read(connection),
    );
    await connection.close();
    expect(rows.length).toBe(1);
    expect(connection.usage().logins).toBe(2);
  });

  it.each(['This session is not valid for use with the REST API', 'Connected app is not attached to Agent'])(
    'stop at once at "%s" (A18)',
    async (message) => {
      await using service = await startServiceOrg();
      const connection = connect(service);
      service.org.faults.add({
        when: { path: dataCalls },
        do: { respond: { status: 401, errorCode: 'INVALID_SESSION_ID', message } },
      });
      const insert = service.target('insert', { object: 'Case' });
      await expect(insert.write(connection, batchesOf(newCases(1)))).rejects.toMatchObject({
        code: 'session-refused',
      });
      await connection.close();
      expect(service.org.activity().logins).toBe(1);
    },
  );

  it('stop when logging in again does not help, after two logins (A18)', async () => {
    await using service = await startServiceOrg();
    const connection = connect(service);
    service.org.faults.add({ when: { path: dataCalls }, do: { revokeSessions: 'own' } });
    const query = service.source('query', { query: 'SELECT Id FROM Case' });
    for (let count = 0; count < 3; count += 1) {
      await expect(rowsFrom(query.read(connection))).rejects.toMatchObject({ code: 'session-expired' });
    }
    await connection.close();
    expect(service.org.activity().logins).toBe(2);
  });
});
