import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { stateKeyOf } from '../../../src/connection/login/kept-refresh-token.ts';
import type { StateStore } from '../../../src/contract/state-store.ts';
import { memoryStateStore } from '../../support/memory-state-store.ts';
import type { TestOrg } from '../../support/local-org.ts';
import { json } from '../scripted-org.ts';
import { openTo, startOAuthOrg, type OpenedConnection } from './oauth-org.ts';
import { failureOf, oauthRefusal, secret, startTokenServer, tokenAnswer } from './token-server.ts';

const rotating = {
  type: 'oauth-refresh-token',
  clientId: 'rotating',
  clientSecret: 'client-secret',
  refreshToken: 'first-refresh-token',
};
const fixed = { ...rotating, clientId: 'fixed', refreshToken: 'fixed-refresh-token' };
const keyAt = (loginUrl: string): string => stateKeyOf({ ...rotating, loginUrl });
const ping = { method: 'GET', path: 'limits', callClass: 'idempotent' } as const;
const tokenPath = '/services/oauth2/token';
const minuteMs = 60_000;

async function call({ connection }: OpenedConnection): Promise<number> {
  return (await connection.rest.send(ping)).status;
}

function refreshesOf(org: TestOrg): number {
  return org.requests().filter(({ path }) => path === tokenPath).length;
}

describe('a login by refresh token', () => {
  it('goes on with the newest token in the next process (D7)', async () => {
    await using org = await startOAuthOrg();
    const state = memoryStateStore();
    for (const processNumber of [1, 2, 3]) {
      await using opened = openTo(org.url, rotating, { state });
      expect([processNumber, await call(opened)]).toEqual([processNumber, 200]);
    }
    expect(refreshesOf(org)).toBe(3);
  });

  it('is one refresh for 50 calls whose session has ended (A19)', async () => {
    await using org = await startOAuthOrg({ sessionSecondsValid: 900 });
    await using opened = openTo(org.url, rotating, { state: memoryStateStore() });
    await call(opened);
    org.advance(901_000);
    const statuses = await Promise.all(Array.from({ length: 50 }, () => call(opened)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(refreshesOf(org)).toBe(2);
    expect(opened.connection.usage().logins).toBe(2);
  });

  it('never sends a token twice, however many processes refresh at once (A19)', async () => {
    await using org = await startOAuthOrg();
    const state = memoryStateStore();
    const processes = Array.from({ length: 12 }, () => openTo(org.url, rotating, { state }));
    // One token sent twice would end them all.
    expect(await Promise.all(processes.map(call))).toEqual(processes.map(() => 200));
    expect(await Promise.all(processes.map(call))).toEqual(processes.map(() => 200));
    expect(refreshesOf(org)).toBe(12);
    await Promise.all(processes.map(({ connection }) => connection.close()));
  });

  it('starts afresh with a newly configured token', async () => {
    const state = memoryStateStore();
    await using org = await startTokenServer(
      (login, origin) => tokenAnswer(origin, { refresh_token: `successor-${login}` }),
      { authentication: rotating, state },
    );
    await failureOf(org);
    await using entered = openTo(org.origin, { ...rotating, refreshToken: 'entered anew' }, { state });
    await failureOf(entered);
    await using again = openTo(org.origin, rotating, { state });
    await failureOf(again);
    expect(org.forms.map((form) => form.get('refresh_token'))).toEqual([
      'first-refresh-token',
      'entered anew',
      'successor-1',
    ]);
  });

  it('sends no secret of the client where there is none', async () => {
    const { clientSecret: _none, ...publicClient } = rotating;
    await using org = await startTokenServer((_login, origin) => tokenAnswer(origin), {
      authentication: publicClient,
      state: memoryStateStore(),
    });
    await failureOf(org);
    expect(Object.fromEntries(org.forms[0] ?? [])).toEqual({
      grant_type: 'refresh_token',
      client_id: 'rotating',
      refresh_token: 'first-refresh-token',
    });
  });

  it('is refused before it opens when the host keeps no state', () => {
    expect(() => openTo('https://login.salesforce.com', rotating)).toThrow(
      expect.objectContaining({
        code: 'invalid-configuration',
        details: {
          problems: [
            {
              path: 'authentication.type',
              message: expect.stringContaining('needs a host with a state store'),
            },
          ],
        },
      }),
    );
  });

  it('keeps the tokens out of keys, errors and log (E15)', async () => {
    const state = memoryStateStore();
    const successor = 'SuccessorCanary & more';
    const authentication = { ...rotating, refreshToken: secret.refreshToken };
    await using org = await startTokenServer(
      (login, origin) =>
        login === 1
          ? tokenAnswer(origin, { refresh_token: successor })
          : oauthRefusal('invalid_grant', `expired access/refresh token: ${successor}`),
      { authentication, state },
    );
    await failureOf(org);
    await using next = openTo(org.origin, authentication, { state });
    const failure = await failureOf(next);
    expect(org.forms[1]?.get('refresh_token')).toBe(successor);
    expect(failure).toMatchObject({ code: 'refresh-token-refused' });
    const shown = inspect([failure, org.context.logLines, next.context.logLines, ...state.values.keys()], {
      depth: Infinity,
      showHidden: true,
    });
    expect(shown).not.toContain('Canary');
  });
});

describe('the successor of a refresh token', () => {
  it('is durable before its session is used', async () => {
    const state = memoryStateStore();
    await using org = await startTokenServer(
      (_login, origin) => tokenAnswer(origin, { refresh_token: 'successor' }),
      { authentication: rotating, state },
    );
    const callsAtWrite: (readonly [string, number])[] = [];
    state.beforeWrite = (value) => {
      callsAtWrite.push([(JSON.parse(value) as { token: string }).token, org.calls.length]);
    };
    await failureOf(org);
    expect(callsAtWrite).toEqual([
      ['first-refresh-token', 0],
      ['successor', 0],
    ]);
    expect(org.calls.length).toBe(1);
  });

  it('that cannot be kept is told, and its session is not used', async () => {
    const state = memoryStateStore();
    state.beforeWrite = (value) => {
      if (value.includes('successor')) throw new RangeError('The disk is full.');
    };
    await using org = await startTokenServer(
      (_login, origin) => tokenAnswer(origin, { refresh_token: 'successor' }),
      { authentication: rotating, state },
    );
    expect(await failureOf(org)).toMatchObject({
      code: 'refresh-token-not-kept',
      recovery: 'reauthenticate',
      details: { fields: ['authentication.refreshToken'] },
      cause: { message: 'The disk is full.' },
    });
    expect([org.logins.length, org.calls.length]).toEqual([1, 0]);
  });

  it('is kept although the rest of the answer gives no session', async () => {
    const state = memoryStateStore();
    await using org = await startTokenServer(() => json(200, { refresh_token: 'successor' }), {
      authentication: rotating,
      state,
    });
    expect(await failureOf(org)).toMatchObject({ code: 'unexpected-response' });
    expect(state.values.get(keyAt(org.origin))).toBe('{"token":"successor","rotates":true}');
  });

  it('may come after years without one', async () => {
    const state = memoryStateStore();
    await using org = await startTokenServer(
      (login, origin) => tokenAnswer(origin, login === 2 ? { refresh_token: 'successor' } : {}),
      { authentication: rotating, state },
    );
    await failureOf(org);
    expect(state.values.get(keyAt(org.origin))).toBe('{"token":"first-refresh-token","rotates":false}');
    await using next = openTo(org.origin, rotating, { state });
    await failureOf(next);
    expect(state.values.get(keyAt(org.origin))).toBe('{"token":"successor","rotates":true}');
  });
});

describe('a refresh token that the org may replace', () => {
  it('is not sent when the store cannot be written to, and works once it can', async () => {
    await using org = await startOAuthOrg();
    const state = memoryStateStore();
    state.beforeWrite = () => {
      throw new RangeError('The disk is full.');
    };
    await using opened = openTo(org.url, rotating, { state });
    expect(await failureOf(opened)).toMatchObject({ code: 'refresh-token-not-sent', recovery: 'fix-config' });
    expect([refreshesOf(org), opened.connection.usage().logins]).toEqual([0, 0]);
    state.beforeWrite = () => undefined;
    expect(await call(opened)).toBe(200);
  });

  it('is not sent again at once after a lost answer, by nobody; later the org refuses it, and that is explained', async () => {
    await using org = await startOAuthOrg();
    const state = memoryStateStore();
    org.faults.add({ when: { path: tokenPath, nth: 1 }, do: { loseReply: true } });
    await using opened = openTo(org.url, rotating, { state });
    expect(await failureOf(opened)).toMatchObject({
      code: 'refresh-answer-lost',
      recovery: 'retry',
      cause: { code: 'network-error' },
    });
    await using other = openTo(org.url, rotating, { state });
    expect(await failureOf(other)).toMatchObject({
      code: 'refresh-answer-lost',
      retryAfterMs: expect.any(Number),
    });
    const crowd = Array.from({ length: 50 }, (_each, index) => failureOf(index % 2 === 0 ? opened : other));
    expect(new Set((await Promise.all(crowd)).map((error) => (error as { code?: string }).code))).toEqual(
      new Set(['refresh-answer-lost']),
    );
    expect(refreshesOf(org)).toBe(1);
    for (const later of [1, 2]) {
      await using opened2 = openTo(org.url, rotating, { state });
      opened2.context.advance(later * 2 * minuteMs);
      expect(await failureOf(opened2)).toMatchObject({
        code: 'refresh-token-lost',
        recovery: 'reauthenticate',
        message: expect.stringContaining('an answer that was lost on the way'),
        details: { fields: ['authentication.refreshToken'], lostAt: expect.any(String) },
      });
      expect(refreshesOf(org)).toBe(1 + later);
    }
  });

  it('works again a minute after a request that never reached the org', async () => {
    await using org = await startOAuthOrg();
    const state = memoryStateStore();
    org.faults.add({ when: { path: tokenPath, nth: 1 }, do: { reset: true } });
    await using opened = openTo(org.url, rotating, { state });
    expect(await failureOf(opened)).toMatchObject({ code: 'refresh-answer-lost' });
    await using next = openTo(org.url, rotating, { state });
    next.context.advance(minuteMs + 1000);
    expect(await call(next)).toBe(200);
    await using after = openTo(org.url, rotating, { state });
    expect(await call(after)).toBe(200);
  });

  it.each([
    ['an answer that cannot be read', json(200, '')],
    ['an answer cut off', { status: 200, body: '{"access_token":"x"}', cutAfterBytes: 9 }],
    ['a server error', oauthRefusal('server_error', 'something broke', 500)],
    ['a gateway that got no answer', { status: 504, body: '<html></html>' }],
  ] as const)('is in doubt after %s', async (_what, answer) => {
    const state = memoryStateStore();
    await using org = await startTokenServer(() => answer, { authentication: rotating, state });
    expect(await failureOf(org)).toMatchObject({ code: 'refresh-answer-lost' });
    expect(org.logins.length).toBe(1);
    expect(state.values.get(keyAt(org.origin))).toContain('sentAtMs');
  });

  it.each([
    ['maintenance', { status: 503, body: '<html></html>' }],
    ['too many calls', { status: 429 }],
  ] as const)('is sent again after %s, when the org took no notice', async (_what, answer) => {
    await using org = await startTokenServer(
      (login, origin) => (login < 3 ? answer : tokenAnswer(origin, { refresh_token: 'successor' })),
      { authentication: rotating, state: memoryStateStore() },
    );
    expect(await failureOf(org)).not.toBeInstanceOf(Error);
    expect(org.logins.length).toBe(3);
  });

  it('is in no doubt after a plain no', async () => {
    await using org = await startOAuthOrg();
    const state = memoryStateStore();
    await using wrong = openTo(org.url, { ...rotating, clientSecret: 'wrong' }, { state });
    expect(await failureOf(wrong)).toMatchObject({ code: 'oauth-client-secret-refused' });
    expect(state.values.size).toBe(0);
    await using right = openTo(org.url, rotating, { state });
    expect(await call(right)).toBe(200);
  });

  it('is in doubt when the connection closes while it is on its way', async () => {
    const state = memoryStateStore();
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<undefined>();
    await using org = await startTokenServer(
      () => {
        arrive(undefined);
        return 'silence';
      },
      { authentication: rotating, state },
    );
    const failure = failureOf(org);
    await arrived;
    await org.connection.close();
    expect(await failure).toMatchObject({ code: 'cancelled' });
    await state.exclusively(keyAt(org.origin), () => Promise.resolve());
    expect(state.values.get(keyAt(org.origin))).toContain('sentAtMs');
  });

  it('is not cut off at once when the connection closes: its successor is kept', async () => {
    const state = memoryStateStore();
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<undefined>();
    const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>();
    await using org = await startTokenServer(
      async (_login, origin) => {
        arrive(undefined);
        await answered;
        return tokenAnswer(origin, { refresh_token: 'successor' });
      },
      { authentication: rotating, state },
    );
    // Here time does not pass by itself.
    org.context.clock.sleep = (_delayMs, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new RangeError('Woken.'));
        });
      });
    const failure = failureOf(org);
    await arrived;
    const closed = org.connection.close();
    expect(await failure).toMatchObject({ code: 'cancelled' });
    answer(undefined);
    await closed;
    expect(state.values.get(keyAt(org.origin))).toBe('{"token":"successor","rotates":true}');
    expect(org.calls).toEqual([]);
  });

  it('is not even marked as sent by a connection that closes before its turn', async () => {
    const state = memoryStateStore();
    const { promise: queued, resolve: queue } = Promise.withResolvers<undefined>();
    const watched: StateStore = {
      ...state,
      exclusively: (name, work, signal) => {
        queue(undefined);
        return state.exclusively(name, work, signal);
      },
    };
    await using org = await startTokenServer((_login, origin) => tokenAnswer(origin), {
      authentication: rotating,
      state: watched,
    });
    const { promise: turn, resolve: giveTurn } = Promise.withResolvers<undefined>();
    const holder = state.exclusively(keyAt(org.origin), () => turn);
    const failure = failureOf(org);
    await queued;
    await org.connection.close();
    expect(await failure).toMatchObject({ code: 'cancelled' });
    giveTurn(undefined);
    await holder;
    await state.exclusively(keyAt(org.origin), () => Promise.resolve());
    expect([state.written, org.logins]).toEqual([[], []]);
  });
});

describe('a refresh token that the org does not replace', () => {
  it('is sent again after a lost answer, as any other login is', async () => {
    await using org = await startOAuthOrg();
    const state = memoryStateStore();
    await using first = openTo(org.url, fixed, { state });
    expect(await call(first)).toBe(200);
    org.faults.add({ when: { path: tokenPath, nth: 1 }, do: { loseReply: true } });
    await using second = openTo(org.url, fixed, { state });
    expect(await call(second)).toBe(200);
    expect(refreshesOf(org)).toBe(3);
    expect(state.written.length).toBe(2);
  });
});
