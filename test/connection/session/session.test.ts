import { describe, expect, it } from 'vitest';
import {
  json,
  loginAnswer,
  loginFault,
  loginNumberOf,
  refusal,
  startScriptedOrg,
  type ScriptedOrg,
} from '../scripted-org.ts';

const ping = { method: 'GET', path: 'sobjects', callClass: 'idempotent' } as const;
const expired = refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');

function manyCalls(org: ScriptedOrg, count: number): Promise<PromiseSettledResult<unknown>[]> {
  return Promise.allSettled(Array.from({ length: count }, () => org.connection.rest.send(ping)));
}

function codesOf(results: readonly PromiseSettledResult<unknown>[]): readonly string[] {
  return [
    ...new Set(
      results.map((result) =>
        result.status === 'fulfilled' ? 'ok' : (result.reason as { code: string }).code,
      ),
    ),
  ];
}

describe('the session of a connection', () => {
  it('is not asked for before somebody needs it', async () => {
    await using org = await startScriptedOrg(() => json(200, {}));
    expect(org.connection.usage().logins).toBe(0);
    expect(org.server.requests).toEqual([]);
  });

  it('takes one login for 500 callers at once (E2)', async () => {
    await using org = await startScriptedOrg(() => json(200, {}));
    expect(codesOf(await manyCalls(org, 500))).toEqual(['ok']);
    expect(org.logins.length).toBe(1);
    expect(org.connection.usage()).toMatchObject({ logins: 1, apiCalls: 501 });
  });

  it('takes one more login when it ends under 50 callers at once (A19)', async () => {
    await using org = await startScriptedOrg((request) =>
      loginNumberOf(request) === 1 ? expired : json(200, {}),
    );
    expect(codesOf(await manyCalls(org, 50))).toEqual(['ok']);
    expect(org.logins.length).toBe(2);
    expect(org.connection.usage().logins).toBe(2);
  });

  it('lets a call that was refused under an older session repeat under the newer one', async () => {
    const { promise: renewed, resolve: renew } = Promise.withResolvers<undefined>();
    await using org = await startScriptedOrg(async (request) => {
      if (loginNumberOf(request) > 1) return json(200, {});
      // The slow call comes back refused only after the fast one has renewed the session.
      if (request.url.endsWith('/slow')) await renewed;
      return expired;
    });
    const slow = org.connection.rest.send({ ...ping, path: 'slow' });
    await org.connection.rest.send(ping);
    renew(undefined);
    await slow;
    expect(org.logins.length).toBe(2);
  });

  it('gives up when a new session is refused at once, and does not log in again for that (A18)', async () => {
    await using org = await startScriptedOrg(() => expired);
    expect(codesOf(await manyCalls(org, 20))).toEqual(['session-expired']);
    expect(codesOf(await manyCalls(org, 20))).toEqual(['session-expired']);
    expect(org.logins.length).toBe(2);
  });

  it('tries again a minute later', async () => {
    let isBroken = true;
    await using org = await startScriptedOrg(() => (isBroken ? expired : json(200, {})));
    expect(codesOf(await manyCalls(org, 1))).toEqual(['session-expired']);
    isBroken = false;
    org.context.advance(60_000);
    expect(codesOf(await manyCalls(org, 1))).toEqual(['ok']);
  });

  it('survives being ended by others at random (C5)', async () => {
    let endedLogin = 0;
    await using org = await startScriptedOrg((request) => {
      if (loginNumberOf(request) <= endedLogin) return expired;
      return json(200, {});
    });
    for (endedLogin = 0; endedLogin < 5; endedLogin += 1) {
      expect(codesOf(await manyCalls(org, 3))).toEqual(['ok']);
    }
    expect(org.logins.length).toBe(5);
  });

  it('stops at ten logins an hour and says when it may go on', async () => {
    let endedLogin = 0;
    await using org = await startScriptedOrg((request) =>
      loginNumberOf(request) <= endedLogin ? expired : json(200, {}),
    );
    for (endedLogin = 0; endedLogin < 10; endedLogin += 1) await org.connection.rest.send(ping);
    org.context.advance(1_200_000);
    await expect(org.connection.rest.send(ping)).rejects.toMatchObject({
      code: 'login-limit-reached',
      recovery: 'retry',
      retryAfterMs: 2_400_000,
    });
    expect(org.logins.length).toBe(10);
    org.context.advance(2_400_000);
    expect(codesOf(await manyCalls(org, 1))).toEqual(['ok']);
  });

  it('does not repeat a refused login, so that the user is not locked out (E21)', async () => {
    await using org = await startScriptedOrg(() => json(200, {}), {
      login: (loginNumber, origin) =>
        loginNumber === 1 ? loginFault('INVALID_LOGIN', 'no') : loginAnswer(loginNumber, origin),
    });
    expect(codesOf(await manyCalls(org, 20))).toEqual(['invalid-login']);
    expect(codesOf(await manyCalls(org, 20))).toEqual(['invalid-login']);
    expect(org.logins.length).toBe(1);
    org.context.advance(1_200_000);
    expect(codesOf(await manyCalls(org, 20))).toEqual(['ok']);
  });

  it('repeats a login that the org could not take for the moment', async () => {
    await using org = await startScriptedOrg(() => json(200, {}), {
      login: (loginNumber, origin) =>
        loginNumber < 3 ? loginFault('SERVER_UNAVAILABLE', 'soon') : loginAnswer(loginNumber, origin),
    });
    expect(codesOf(await manyCalls(org, 20))).toEqual(['ok']);
    expect(org.logins.length).toBe(3);
    expect(org.context.sleeps).toEqual([375, 750]);
  });

  it.each(['This session is not valid for use with the REST API', 'Connected app is not attached to Agent'])(
    'does not log in again after "%s" (A18)',
    async (text) => {
      await using org = await startScriptedOrg(() => refusal(401, 'INVALID_SESSION_ID', text));
      expect(codesOf(await manyCalls(org, 5))).toEqual(['session-refused']);
      expect(org.logins.length).toBe(1);
      expect(org.calls.length).toBe(5);
    },
  );

  it('ends a caller that stops waiting, and logs in for the others', async () => {
    const { promise: allowed, resolve: allow } = Promise.withResolvers<undefined>();
    await using org = await startScriptedOrg(async () => {
      await allowed;
      return json(200, {});
    });
    const stop = new AbortController();
    const impatient = org.connection.rest.send({ ...ping, signal: stop.signal });
    const patient = org.connection.rest.send(ping);
    stop.abort(new Error('enough'));
    await expect(impatient).rejects.toMatchObject({ code: 'cancelled', cause: { message: 'enough' } });
    allow(undefined);
    expect(await patient).toMatchObject({ status: 200 });
    expect(org.logins.length).toBe(1);
  });

  it('never logs out', async () => {
    const org = await startScriptedOrg(() => json(200, {}));
    await org.connection.rest.send(ping);
    await org.connection.close();
    await org.connection.close();
    expect(org.server.requests.map(({ url }) => url)).toEqual([
      '/services/Soap/u/64.0',
      '/services/data/v67.0/sobjects',
    ]);
    await org[Symbol.asyncDispose]();
  });
});
