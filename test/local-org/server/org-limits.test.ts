import { describe, expect, test } from 'vitest';
import { OrgLimits } from '../../../src/local-org/server/org-limits.ts';
import { startTestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn } from './org-client.ts';

describe('limits', () => {
  test('count for 24 hours and are forgotten hour by hour', () => {
    let now = Date.parse('2026-05-13T10:59:00Z');
    const limits = new OrgLimits({ now: () => now });
    limits.use('DailyApiRequests', 5);
    now += 60_000;
    limits.use('DailyApiRequests', 2);
    now += 22 * 3_600_000;
    expect(limits.used('DailyApiRequests')).toBe(7);
    now += 3_600_000;
    expect(limits.used('DailyApiRequests')).toBe(2);
    expect(limits.remaining('DailyApiRequests')).toBe(99_998);
  });

  test('can be left nearly spent', () => {
    const limits = new OrgLimits({ now: () => 0 });
    limits.use('DailyApiRequests', 100);
    limits.leave('DailyApiRequests', 1);
    limits.require('DailyApiRequests');
    limits.use('DailyApiRequests');
    expect(() => {
      limits.require('DailyApiRequests');
    }).toThrow('TotalRequests Limit exceeded.');
  });

  test('D14: the call after the last one is refused with 403, over REST', async () => {
    await using org = await startTestOrg({ limits: { DailyApiRequests: 2 } });
    const client = await signIn(org);
    const query = () => client.call('GET', queryPath('SELECT Id FROM Organization'));
    expect((await query()).headers.get('sforce-limit-info')).toBe('api-usage=1/2');
    expect((await query()).headers.get('sforce-limit-info')).toBe('api-usage=2/2');
    const refused = await query();
    expect(refused.status).toBe(403);
    expect(at(refused, 0)).toEqual({
      message: 'TotalRequests Limit exceeded.',
      errorCode: 'REQUEST_LIMIT_EXCEEDED',
    });
    expect(org.activity().apiCalls).toBe(2);
  });

  test('are shown by /limits', async () => {
    await using org = await startTestOrg({ limits: { DailyBulkV2QueryJobs: 7 } });
    const limits = await (await signIn(org)).call('GET', '/limits');
    expect(at(limits, 'DailyBulkV2QueryJobs')).toEqual({ Max: 7, Remaining: 7 });
  });

  test('with an unknown name are refused when the org starts', async () => {
    const limits = { DailyNonsense: 1 } as Record<string, number>;
    await expect(startTestOrg({ limits })).rejects.toMatchObject({ code: 'invalid-options' });
  });
});
