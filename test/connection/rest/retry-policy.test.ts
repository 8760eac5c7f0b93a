import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../../src/connection/rest/retry-policy.ts';
import { json, refusal, startScriptedOrg } from '../scripted-org.ts';

const ping = { method: 'GET', path: 'sobjects', callClass: 'idempotent' } as const;

function unavailable(retryAfter: string, headers: Readonly<Record<string, string>> = {}) {
  return { status: 503, headers: { 'retry-after': retryAfter, ...headers }, body: '' };
}

describe('the wait between attempts', () => {
  it('doubles from half a second to 20 seconds, half of it random', () => {
    expect([1, 2, 3, 9].map((failed) => retryDelayMs(failed, 0))).toEqual([250, 500, 1000, 10_000]);
    expect([1, 2, 3, 9].map((failed) => retryDelayMs(failed, 1))).toEqual([500, 1000, 2000, 20_000]);
  });

  it('is never shorter than the org asked for and never out of bounds', () => {
    const failed = fc.integer({ min: 1, max: 100 });
    const random = fc.double({ min: 0, max: 1, noNaN: true });
    const asked = fc.integer({ min: 0, max: 120_000 });
    fc.assert(
      fc.property(failed, random, asked, (failedAttempts, jitter, retryAfterMs) => {
        const delayMs = retryDelayMs(failedAttempts, jitter, retryAfterMs);
        expect(delayMs).toBeGreaterThanOrEqual(Math.max(retryAfterMs, 0));
        expect(delayMs).toBeGreaterThanOrEqual(retryAfterMs === 0 ? 250 : 0);
        expect(delayMs).toBeLessThanOrEqual(retryAfterMs + 20_000);
      }),
    );
  });

  it('follows Retry-After in seconds', async () => {
    await using org = await startScriptedOrg((_, attempt) =>
      attempt === 1 ? unavailable('7') : json(200, {}),
    );
    await org.connection.rest.send(ping);
    expect(org.context.sleeps).toEqual([7125]);
  });

  it('follows Retry-After as a date, by the clock of the org', async () => {
    const date = 'Sun, 31 May 2026 23:00:00 GMT';
    await using org = await startScriptedOrg((_, attempt) =>
      attempt === 1 ? unavailable('Sun, 31 May 2026 23:00:30 GMT', { date }) : json(200, {}),
    );
    await org.connection.rest.send(ping);
    expect(org.context.sleeps).toEqual([30_125]);
  });

  it('falls back to its own rhythm when Retry-After is unreadable', async () => {
    await using org = await startScriptedOrg((_, attempt) =>
      attempt === 1 ? unavailable('soon') : json(200, {}),
    );
    await org.connection.rest.send(ping);
    expect(org.context.sleeps).toEqual([375]);
  });

  it('waits for as long as Retry-After says, if the deadline allows it', async () => {
    await using org = await startScriptedOrg((_, attempt) =>
      attempt === 1 ? unavailable('599') : json(200, {}),
    );
    await org.connection.rest.send(ping);
    expect(org.context.sleeps).toEqual([599_125]);
  });

  it('hands a Retry-After beyond the deadline to the caller at once', async () => {
    await using org = await startScriptedOrg(() => unavailable('31'), {
      config: { retryDeadlineSeconds: 30 },
    });
    await expect(org.connection.rest.send(ping)).rejects.toMatchObject({
      code: 'org-unavailable',
      retryAfterMs: 31_000,
    });
    expect(org.context.sleeps).toEqual([]);
  });

  it('is logged once for every repeated attempt, with what went wrong', async () => {
    await using org = await startScriptedOrg((_, attempt) => {
      if (attempt === 1) return refusal(401, 'INVALID_SESSION_ID');
      return attempt === 2 ? refusal(503, 'SERVER_UNAVAILABLE') : json(200, {});
    });
    await org.connection.rest.send(ping);
    const call = 'GET sobjects';
    const message = 'Call failed and is repeated';
    expect(org.context.logLines.filter((line) => line.message === message)).toEqual([
      {
        message,
        fields: { call, code: 'session-expired', failure: 'session-expired', attempt: 1, delayMs: 0 },
      },
      {
        message,
        fields: { call, code: 'org-unavailable', failure: 'unavailable', attempt: 2, delayMs: 375 },
      },
    ]);
  });

  it('ends when the caller aborts', async () => {
    const stop = new AbortController();
    await using org = await startScriptedOrg(() => refusal(503, 'SERVER_UNAVAILABLE'));
    const { logger } = org.context;
    const warn = logger.warn.bind(logger);
    logger.warn = (message, fields) => {
      warn(message, fields);
      stop.abort();
    };
    await expect(org.connection.rest.send({ ...ping, signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(org.calls.length).toBe(1);
  });
});

describe('the deadline of a call', () => {
  const config = { retryDeadlineSeconds: 10 };

  it('ends the call before a wait that would pass it, with the last error and how long was tried', async () => {
    await using org = await startScriptedOrg(() => unavailable('4'), { config });
    await expect(org.connection.rest.send(ping)).rejects.toMatchObject({
      code: 'org-unavailable',
      message: 'The org answered GET sobjects with status 503. Tried 3 times in 8.4 seconds.',
      details: { attempts: 3, triedForMs: 8375, status: 503 },
      retryAfterMs: 4000,
    });
    expect(org.context.sleeps).toEqual([4125, 4250]);
    expect(org.calls.length).toBe(3);
  });

  it('lets no attempt begin after it, not even with a new session', async () => {
    await using org = await startScriptedOrg(
      (_, attempt) => {
        if (attempt === 1) org.context.advance(10_001);
        return refusal(401, 'INVALID_SESSION_ID');
      },
      { config },
    );
    await expect(org.connection.rest.send(ping)).rejects.toMatchObject({ code: 'session-expired' });
    expect(org.calls.length).toBe(1);
    expect(org.logins.length).toBe(1);
  });

  it('does not cut off the attempt that is under way', async () => {
    await using org = await startScriptedOrg(
      () => {
        org.context.advance(60_000);
        return json(200, { done: true });
      },
      { config },
    );
    expect((await org.connection.rest.send(ping)).body).toEqual({ done: true });
  });

  it('holds for a login too', async () => {
    await using org = await startScriptedOrg(() => json(200, {}), {
      config,
      login: () => unavailable('6'),
    });
    await expect(org.connection.rest.send(ping)).rejects.toMatchObject({
      code: 'org-unavailable',
      details: { attempts: 2 },
    });
    expect(org.context.sleeps).toEqual([6125]);
  });
});

describe('a call that was tried several times', () => {
  it('says when the org may have done the work at one that was not the last', async () => {
    await using org = await startScriptedOrg((_, attempt) =>
      attempt === 1 ? 'reset' : refusal(404, 'NOT_FOUND'),
    );
    await expect(org.connection.rest.send(ping)).rejects.toMatchObject({
      code: 'not-found',
      details: { attempts: 2, isOutcomeOpen: true },
    });
  });

  it('has more patience with an org that is full than with one that is away', async () => {
    await using full = await startScriptedOrg(() => ({ status: 429 }));
    await using away = await startScriptedOrg(() => ({ status: 503 }));
    await expect(full.connection.rest.send(ping)).rejects.toMatchObject({ details: { attempts: 12 } });
    await expect(away.connection.rest.send(ping)).rejects.toMatchObject({ details: { attempts: 5 } });
  });
});
