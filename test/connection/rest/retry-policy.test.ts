import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../../src/connection/rest/retry-policy.ts';
import { json, refusal, startScriptedOrg } from '../scripted-org.ts';

const ping = { method: 'GET', path: 'sobjects', callClass: 'idempotent' } as const;

function unavailable(retryAfter: string) {
  return { status: 503, headers: { 'retry-after': retryAfter }, body: '' };
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

  it('follows Retry-After as a date', async () => {
    await using org = await startScriptedOrg((_, attempt) =>
      attempt === 1 ? unavailable('Mon, 01 Jun 2026 00:00:30 GMT') : json(200, {}),
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

  it('hands a Retry-After of more than two minutes to the caller', async () => {
    await using org = await startScriptedOrg(() => unavailable('121'));
    await expect(org.connection.rest.send(ping)).rejects.toMatchObject({
      code: 'org-unavailable',
      retryAfterMs: 121_000,
    });
    expect(org.context.sleeps).toEqual([]);
  });

  it('is logged with what went wrong', async () => {
    await using org = await startScriptedOrg((_, attempt) =>
      attempt === 1 ? refusal(503, 'SERVER_UNAVAILABLE') : json(200, {}),
    );
    await org.connection.rest.send(ping);
    expect(org.context.logLines).toContainEqual({
      message: 'Call failed and is repeated',
      fields: { call: 'GET sobjects', code: 'org-unavailable', failedAttempts: 1, delayMs: 375 },
    });
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
