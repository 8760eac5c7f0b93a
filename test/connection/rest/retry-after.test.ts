import { describe, expect, it } from 'vitest';
import { retryAfterOf } from '../../../src/connection/rest/retry-after.ts';

const date = 'Mon, 01 Jun 2026 00:00:00 GMT';
const later = 'Mon, 01 Jun 2026 00:01:00 GMT';

describe('retryAfterOf', () => {
  it.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': ' 0 ' }, 0],
    [{ 'retry-after': later, date }, 60_000],
    [{ 'retry-after': date, date: later }, 0],
    [{ 'retry-after': 'soon', date }, undefined],
    [{ 'retry-after': '-1', date: 'never' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': later }, undefined],
    [{ date }, undefined],
    [{}, undefined],
  ])('reads %o', (headers: Readonly<Record<string, string>>, waitMs) => {
    expect(retryAfterOf(headers)).toBe(waitMs);
  });

  it('takes the time of this machine where the answer has none', () => {
    expect(retryAfterOf({ 'retry-after': later }, Date.parse(date))).toBe(60_000);
    expect(retryAfterOf({ 'retry-after': later, date }, Date.parse(later))).toBe(60_000);
  });
});
