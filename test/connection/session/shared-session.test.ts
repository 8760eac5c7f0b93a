import { describe, expect, it } from 'vitest';
import { openSalesforceConnection } from '../../../src/connection/open-salesforce-connection.ts';
import type { RunContext } from '../../../src/contract/run-context.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { testRunContext } from '../../support/test-run-context.ts';
import { canary, json, loginAnswer, refusal, startScriptedOrg, type ScriptedOrg } from '../scripted-org.ts';

const ping = { method: 'GET', path: 'sobjects', callClass: 'idempotent' } as const;

function connect(org: TestOrg, context: RunContext, changes: Readonly<Record<string, unknown>> = {}) {
  const { url, username, password, securityToken } = org;
  return openSalesforceConnection(
    { name: 'Local', serverHost: url, username, password, securityToken, ...changes },
    context,
  );
}

/** Another connection to a scripted org, of the same configuration and run context as its own. */
function connectAgain(org: ScriptedOrg) {
  const { password, securityToken } = canary;
  const username = 'integration@example.com';
  return openSalesforceConnection(
    { name: 'Again', serverHost: org.server.origin, username, password, securityToken },
    org.context,
  );
}

describe('the session of connections with the same configuration', () => {
  it('takes one login for 500 connections at once, and none for those that come later (E2)', async () => {
    await using org = await startTestOrg();
    const context = testRunContext();
    const connections = Array.from({ length: 500 }, () => connect(org, context));
    await Promise.all(connections.map((connection) => connection.describe('Case')));
    await Promise.all(connections.map((connection) => connection.close()));
    const later = connect(org, context, { name: 'Later' });
    await later.describe('Case');
    await later.close();
    expect(org.activity().logins).toBe(1);
  });

  it.each([
    ['another password', { password: 'another' }],
    ['another security token', { securityToken: 'another' }],
    ['another way of logging in', { authentication: oauth('local-client-secret') }],
    ['another way to the org', { proxy: 'none' }],
  ])('is another one with %s', async (_, changes) => {
    await using org = await startTestOrg();
    const context = testRunContext();
    const [first, second] = [connect(org, context), connect(org, context, changes)];
    await first.describe('Case');
    await second.describe('Case').catch(() => undefined);
    await Promise.all([first.close(), second.close()]);
    const signIns = org.requests().filter(({ path }) => /\/Soap\/u|oauth2\/token/u.test(path));
    expect(signIns.length).toBe(2);
  });

  it('is another one under another run context', async () => {
    await using org = await startTestOrg();
    for (const context of [testRunContext(), testRunContext()]) {
      const connection = connect(org, context);
      await connection.describe('Case');
      await connection.close();
    }
    expect(org.activity().logins).toBe(2);
  });

  it('survives that the connection is closed which logs in for all: the next one does it', async () => {
    const { promise: loginArrived, resolve: arrive } = Promise.withResolvers<undefined>();
    await using org = await startScriptedOrg(() => json(200, {}), {
      login: (loginNumber, origin) => {
        if (loginNumber > 1) return loginAnswer(loginNumber, origin);
        arrive(undefined);
        return 'silence';
      },
    });
    const others = [connectAgain(org), connectAgain(org)];
    const begun = expectCancelled(org.connection.rest.send(ping));
    const answers = others.map((connection) => connection.rest.send(ping));
    await loginArrived;
    await org.connection.close();
    await begun;
    expect(await Promise.all(answers)).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(org.logins.length).toBe(2);
    await Promise.all(others.map((connection) => connection.close()));
  });

  it('ends the waiting of a connection that is closed, and not the login that others wait for', async () => {
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<undefined>();
    await using org = await startScriptedOrg(() => json(200, {}), {
      login: async (loginNumber, origin) => {
        await mayAnswer;
        return loginAnswer(loginNumber, origin);
      },
    });
    const other = connectAgain(org);
    const first = org.connection.rest.send(ping);
    const second = expectCancelled(other.rest.send(ping));
    await other.close();
    await second;
    answer(undefined);
    expect(await first).toMatchObject({ status: 200 });
    expect(org.logins.length).toBe(1);
  });

  it('is renewed once for all of them (A19)', async () => {
    await using org = await startTestOrg();
    const context = testRunContext();
    const connections = Array.from({ length: 20 }, () => connect(org, context));
    await Promise.all(connections.map((connection) => connection.describe('Case')));
    org.faults.add({ when: { nth: 1 }, do: { revokeSessions: 'all' } });
    await Promise.all(connections.map((connection) => connection.describe('Contact')));
    await Promise.all(connections.map((connection) => connection.close()));
    expect(org.activity().logins).toBe(2);
    expect(connections.map((connection) => connection.usage().logins).reduce((sum, one) => sum + one)).toBe(
      2,
    );
  });

  it('is refused once for all of them, so that the user is not locked (E21)', async () => {
    await using org = await startTestOrg();
    const context = testRunContext();
    const connections = Array.from({ length: 20 }, () => connect(org, context, { password: 'wrong' }));
    const results = await Promise.allSettled(connections.map((connection) => connection.describe('Case')));
    await Promise.all(connections.map((connection) => connection.close()));
    expect(results.filter(({ status }) => status === 'rejected').length).toBe(20);
    expect(org.requests().length).toBe(1);
  });
});

describe('a session that is refused right after its login', () => {
  it('is tried once more after a moment, for all who were refused (D21)', async () => {
    let isKnown = false;
    await using org = await startScriptedOrg(() => (isKnown ? json(200, {}) : expired()));
    const expired = () => {
      if (org.context.sleeps.length > 0) isKnown = true;
      return refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    };
    const answers = await Promise.all(Array.from({ length: 10 }, () => org.connection.rest.send(ping)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(org.logins.length).toBe(2);
    expect(new Set(org.context.sleeps)).toEqual(new Set([1000]));
  });

  it('ends the wait when the connection is closed', async () => {
    await using org = await startScriptedOrg(() => refusal(401, 'INVALID_SESSION_ID'));
    const { clock } = org.context;
    const { promise: asleep, resolve: fallAsleep } = Promise.withResolvers<undefined>();
    Object.assign(clock, {
      sleep: (_: number, signal?: AbortSignal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
          fallAsleep(undefined);
        }),
    });
    const call = expectCancelled(org.connection.rest.send(ping));
    await asleep;
    await org.connection.close();
    await call;
  });
});

function expectCancelled(call: Promise<unknown>): Promise<void> {
  return expect(call).rejects.toMatchObject({ code: 'cancelled' });
}

function oauth(clientSecret: string) {
  return { type: 'oauth-client-credentials', clientId: 'local-client-id', clientSecret };
}
