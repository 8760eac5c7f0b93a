import { describe, expect, it } from 'vitest';
import { ApiUsage } from '../../../src/connection/rest/api-usage.ts';
import { parseLimitInfo } from '../../../src/connection/rest/limit-info.ts';

describe('parseLimitInfo', () => {
  it.each([
    ['api-usage=18/5000', { daily: { used: 18, allowed: 5000 } }],
    [
      'api-usage=25/5000; per-app-api-usage=17/250(appName=sample-connected-app)',
      { daily: { used: 25, allowed: 5000 }, app: { used: 17, allowed: 250 } },
    ],
    [
      'per-app-api-usage=17/250(appName=x);api-usage=25/5000',
      { daily: { used: 25, allowed: 5000 }, app: { used: 17, allowed: 250 } },
    ],
    ['per-app-api-usage=17/250(appName=x)', { app: { used: 17, allowed: 250 } }],
    ['api-usage=x/5000', {}],
    ['', {}],
    [undefined, {}],
  ])('reads %s', (header, info) => {
    expect(parseLimitInfo(header)).toEqual(info);
  });
});

describe('ApiUsage', () => {
  it('keeps what an answer does not tell', () => {
    const usage = new ApiUsage();
    expect(usage.dailyCalls).toBeUndefined();
    usage.observe({ daily: { used: 5, allowed: 10 }, app: { used: 1, allowed: 2 } });
    usage.observe({});
    usage.observe({ daily: { used: 4, allowed: 10 } });
    expect(usage.dailyCalls).toEqual({ used: 4, allowed: 10 });
    expect(usage.appCalls).toEqual({ used: 1, allowed: 2 });
  });
});
