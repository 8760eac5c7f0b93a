import { describe, expect, it } from 'vitest';
import { ConnectorError, invalidConfiguration } from '../../../src/errors/connector-error.ts';
import { FailureClass } from '../../../src/errors/failure-class.ts';
import { Session } from '../../../src/connection/session/session.ts';
import { SharedSession } from '../../../src/connection/session/shared-session.ts';
import type { OrgSession } from '../../../src/connection/session/org-session.ts';
import { startTestOrg } from '../../support/local-org.ts';
import { testRunContext } from '../../support/test-run-context.ts';
import { json, loginFault, refusal, startScriptedOrg } from '../scripted-org.ts';
import { memoryState, processesOf } from './process-like.ts';

const minuteMs = 60_000;
const closing = new AbortController().signal;

function sessionNumber(number: number): OrgSession {
  return {
    accessToken: `token-${number}`,
    instanceUrl: new URL('https://example.my.salesforce.com'),
    organizationId: undefined,
    userId: undefined,
    sandbox: false,
    userInfo: undefined,
  };
}

function refusedLogin(): ConnectorError {
  return new ConnectorError('invalid-login', 'No.', { details: { failure: FailureClass.sessionRefused } });
}

describe('a login that was refused', () => {
  it('is not sent again by other processes, so that a cron job with a wrong password locks nobody (E21)', async () => {
    await using org = await startTestOrg();
    const { start } = await processesOf(org);
    const codes: string[] = [];
    for (let minute = 0; minute < 24 * 60; minute += 5) {
      const { context, call } = start({ password: 'wrong' });
      context.advance(minute * minuteMs);
      codes.push(await call());
    }
    expect(new Set(codes)).toEqual(new Set(['invalid-login']));
    expect(org.requests().length).toBe(2);
  });

  it('is sent again after ten minutes, day and night, where nobody can be locked by that', async () => {
    await using org = await startScriptedOrg(() => json(200, {}), {
      login: () => loginFault('LOGIN_DURING_RESTRICTED_TIME', 'no'),
    });
    for (let minute = 0; minute < 60; minute += 5) {
      await expect(org.connection.listObjects()).rejects.toMatchObject({ category: 'authentication' });
      org.context.advance(5 * minuteMs);
    }
    expect(org.logins.length).toBe(6);
  });

  it('says when it was refused, how long that is remembered, and how to ask at once', async () => {
    await using org = await startTestOrg();
    const { start } = await processesOf(org);
    await start({ password: 'wrong-canary' }).call();
    const { context, connection } = start({ password: 'wrong-canary' });
    context.advance(5 * minuteMs);
    const error: unknown = await connection.listObjects().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'invalid-login',
      retryAfterMs: 15 * minuteMs,
      nextSteps: expect.arrayContaining([
        expect.stringMatching(/5 minutes ago.*not asked again for 15 minutes.*test the connection/u),
      ]) as string[],
    });
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  it('is forgotten with the first login that works', async () => {
    const context = testRunContext();
    const answers = ['no', 'yes', 'no', 'no'];
    const login = () =>
      answers.shift() === 'yes' ? Promise.resolve(sessionNumber(1)) : Promise.reject(refusedLogin());
    const session = new Session({ context, login, closing });
    await expect(session.current()).rejects.toMatchObject({ code: 'invalid-login' });
    context.advance(20 * minuteMs);
    const worked = await session.current();
    await expect(session.renew(worked)).rejects.toMatchObject({ code: 'invalid-login' });
    context.advance(20 * minuteMs);
    await expect(session.current()).rejects.toMatchObject({ code: 'invalid-login' });
    expect(answers).toEqual([]);
  });
});

describe('the number of logins an hour', () => {
  it('holds for all processes that share a session cache', async () => {
    await using org = await startTestOrg();
    const { start } = await processesOf(org);
    org.faults.add({ when: { path: '**/limits' }, do: { revokeSessions: 'all' } });
    const changes = { maxLoginsPerHour: 3 };
    const codes: string[] = [];
    for (let count = 0; count < 6; count += 1) codes.push(await start(changes).call());
    expect(codes.slice(3)).toEqual(['login-limit-reached', 'login-limit-reached', 'login-limit-reached']);
    expect(org.activity().logins).toBe(3);
    const later = start(changes);
    later.context.advance(60 * minuteMs);
    org.faults.clear();
    expect(await later.call()).toBe('ok');
  });

  it('counts a login whose process died before the answer', async () => {
    const { promise: loginArrived, resolve: arrive } = Promise.withResolvers<undefined>();
    await using org = await startScriptedOrg(() => json(200, {}), {
      login: () => {
        arrive(undefined);
        return 'silence';
      },
    });
    const { values, state } = memoryState();
    const { start } = await processesOf({
      url: org.server.origin,
      username: 'a@example.com',
      password: 'b',
      securityToken: '',
    });
    const first = start({ maxLoginsPerHour: 1 }, state);
    const call = first.call();
    await loginArrived;
    const atThatMoment = new Map(values);
    await first.connection.close();
    expect(await call).toBe('cancelled');
    for (const [key, value] of atThatMoment) values.set(key, value);
    expect(await start({ maxLoginsPerHour: 1 }, state).call()).toBe('login-limit-reached');
    expect(org.logins.length).toBe(1);
  });

  it.each([1, 4])('is what the connection says: %i', async (maxLoginsPerHour) => {
    await using org = await startScriptedOrg(() => refusal(401, 'INVALID_SESSION_ID'), {
      config: { maxLoginsPerHour },
    });
    for (let count = 0; count < 3; count += 1) {
      await org.connection.listObjects().catch(() => undefined);
      org.context.advance(2 * minuteMs);
    }
    expect(org.logins.length).toBe(maxLoginsPerHour);
  });
});

describe('a login that never left this machine', () => {
  it('is none of those that an hour allows', async () => {
    const context = testRunContext();
    let tries = 0;
    const login = () => {
      tries += 1;
      return tries <= 6 ? Promise.reject(notSent) : Promise.resolve(sessionNumber(1));
    };
    const notSent = new ConnectorError('network-error', 'No line.', {
      details: { failure: FailureClass.notSent },
    });
    const session = new Session({ context, login, closing, maxLoginsPerHour: 1 });
    await expect(session.current()).rejects.toMatchObject({ code: 'network-error' });
    expect(await session.current()).toMatchObject({ accessToken: 'token-1' });
  });

  it.each([
    ['the reserve of API calls', new ConnectorError('api-reserve-reached', 'Few left.')],
    ['a login too long to be sent', invalidConfiguration('The connection', [])],
    ['a close before it was sent', new ConnectorError('cancelled', 'Cancelled.')],
  ])('counts as none with %s as the reason', async (_reason, refusal) => {
    const context = testRunContext();
    let isRefused = true;
    const login = () => (isRefused ? Promise.reject(refusal) : Promise.resolve(sessionNumber(1)));
    const session = new Session({ context, login, closing, maxLoginsPerHour: 1 });
    for (let count = 0; count < 3; count += 1) await expect(session.current()).rejects.toBe(refusal);
    isRefused = false;
    expect(await session.current()).toMatchObject({ accessToken: 'token-1' });
  });

  it('counts when it was cut off on its way', async () => {
    const cutOff = new ConnectorError('cancelled', 'Closed.', { details: { call: 'SOAP login' } });
    const login = () => Promise.reject(cutOff);
    const session = new Session({ context: testRunContext(), login, closing, maxLoginsPerHour: 1 });
    await expect(session.current()).rejects.toBe(cutOff);
    await expect(session.current()).rejects.toMatchObject({ code: 'login-limit-reached' });
  });

  it('does not show in the usage of its connection', async () => {
    await using org = await startScriptedOrg(() => json(200, {}), {
      config: { password: 'x'.repeat(11_000) },
    });
    await expect(org.connection.listObjects()).rejects.toMatchObject({ code: 'invalid-configuration' });
    expect(org.connection.usage()).toMatchObject({ logins: 0, apiCalls: 0 });
    expect(org.server.requests).toEqual([]);
  });

  it('is not even begun by a closed connection, or for a caller who has given up', async () => {
    const context = testRunContext();
    const shared = new SharedSession(context);
    let logins = 0;
    const login = () => Promise.resolve(sessionNumber((logins += 1)));
    const gone = new Session({ context, shared, login, closing: AbortSignal.abort() });
    const open = new Session({ context, shared, login, closing });
    await expect(gone.current()).rejects.toMatchObject({ code: 'cancelled' });
    await expect(gone.fresh()).rejects.toMatchObject({ code: 'cancelled' });
    await expect(open.current(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(logins).toBe(0);
    expect(await open.current()).toMatchObject({ accessToken: 'token-1' });
  });

  it('is tried again at once when somebody has mended what was wrong here', async () => {
    const context = testRunContext();
    let isMended = false;
    const unreadable = new ConnectorError('private-key-unusable', 'No key.', {
      details: { failure: FailureClass.sessionRefused, sent: false },
    });
    const login = () => (isMended ? Promise.resolve(sessionNumber(1)) : Promise.reject(unreadable));
    const session = new Session({ context, login, closing });
    await expect(session.current()).rejects.toBe(unreadable);
    isMended = true;
    expect(await session.current()).toMatchObject({ accessToken: 'token-1' });
  });
});

describe('whoever waits for the login of another connection', () => {
  const limit = new ConnectorError('login-limit-reached', 'Enough.', { details: { loginsPerHour: 1 } });
  const reserve = new ConnectorError('api-reserve-reached', 'Few left.');

  /** What somebody gets who may log in twice an hour and waits for a login that ends as said. */
  async function joinLogin(failure: ConnectorError, maxLoginsPerHour = 2) {
    const context = testRunContext();
    const shared = new SharedSession(context);
    const own = () => Promise.resolve(sessionNumber(2));
    const first = new Session({ context, shared, closing, login: () => Promise.reject(failure) });
    const second = new Session({ context, shared, closing, login: own, maxLoginsPerHour });
    return await Promise.allSettled([first.current(), second.current()]);
  }

  it.each([limit, reserve])('logs in itself when that one may not: $code', async (failure) => {
    expect(await joinLogin(failure)).toMatchObject([
      { status: 'rejected', reason: failure },
      { status: 'fulfilled', value: { accessToken: 'token-2' } },
    ]);
  });

  it('is refused with it by the org, or by a limit that is its own too', async () => {
    for (const [failure, maxLoginsPerHour] of [
      [refusedLogin(), 2],
      [limit, 1],
    ] as const) {
      const results = await joinLogin(failure, maxLoginsPerHour);
      expect(results.map((result) => result.status === 'rejected' && (result.reason as unknown))).toEqual([
        failure,
        failure,
      ]);
    }
  });
});

describe('a fresh session', () => {
  it('is that of a login of its own, and becomes the one of all', async () => {
    const context = testRunContext();
    const shared = new SharedSession(context);
    let logins = 0;
    const login = () => Promise.resolve(sessionNumber((logins += 1)));
    const [tested, other] = [1, 2].map(() => new Session({ context, shared, login, closing })) as [
      Session,
      Session,
    ];
    expect(await other.current()).toMatchObject({ accessToken: 'token-1' });
    expect(await tested.fresh()).toMatchObject({ accessToken: 'token-2' });
    expect(await other.current()).toMatchObject({ accessToken: 'token-2' });
    const [one, two] = await Promise.all([tested.fresh(), other.fresh()]);
    expect(one).toBe(two);
    expect(logins).toBe(3);
  });

  it('waits for a login under way, which may end with a session that was kept, and then makes its own', async () => {
    const context = testRunContext();
    const { state } = memoryState();
    const cache = { state, key: 'session/x' };
    let logins = 0;
    const login = () => Promise.resolve(sessionNumber((logins += 1)));
    const sessionOver = (shared: SharedSession) => new Session({ context, shared, login, closing });
    await sessionOver(new SharedSession(context, cache)).current();
    const session = sessionOver(new SharedSession(context, cache));
    const [kept, fresh] = await Promise.all([session.current(), session.fresh()]);
    expect([kept.accessToken, fresh.accessToken]).toEqual(['token-1', 'token-2']);
  });

  it('asks the org although it has refused a login just now, and leaves the session in use alone then', async () => {
    const context = testRunContext();
    let isWrong = false;
    let logins = 0;
    const login = () => {
      logins += 1;
      return isWrong ? Promise.reject(refusedLogin()) : Promise.resolve(sessionNumber(logins));
    };
    const session = new Session({ context, login, closing });
    const first = await session.current();
    isWrong = true;
    for (let count = 0; count < 2; count += 1) {
      await expect(session.fresh()).rejects.toMatchObject({ code: 'invalid-login' });
    }
    expect(logins).toBe(3);
    expect(await session.current()).toBe(first);
    isWrong = false;
    expect(await session.fresh()).toMatchObject({ accessToken: 'token-4' });
  });
});
