import { describe, expect, test } from 'vitest';
import { OrgTime } from '../../../src/local-org/server/org-time.ts';

const never = new AbortController().signal;

describe('the time of the org', () => {
  test('is the clock, plus what it was moved by', () => {
    const time = new OrgTime({ now: () => 1_000 });
    time.advance(500);
    expect(time.now()).toBe(1_500);
  });

  test('lets those go on who waited for a time that has come by hand', async () => {
    const time = new OrgTime({ now: () => 1_000 });
    const order: string[] = [];
    const waits = [
      time.wait(60_000, never).then(() => order.push('a minute')),
      time.wait(2 * 60_000, never).then(() => order.push('two minutes')),
    ];
    time.advance(60_000);
    await waits[0];
    expect(order).toEqual(['a minute']);
    time.advance(60_000);
    await Promise.all(waits);
    expect(order).toEqual(['a minute', 'two minutes']);
  });

  test('lets those go on whose clock moved by itself', async () => {
    let now = 0;
    const time = new OrgTime({ now: () => (now += 1_000) });
    await expect(time.wait(10_000, never)).resolves.toBeUndefined();
  });

  test('ends a wait when nobody is interested any more', async () => {
    const time = new OrgTime({ now: () => 0 });
    const stop = new AbortController();
    const wait = time.wait(1_000, stop.signal);
    stop.abort();
    await expect(wait).resolves.toBeUndefined();
  });
});
