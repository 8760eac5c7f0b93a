import { describe, expect, it } from 'vitest';
import { spanOfDateLiteral } from '../../../src/local-org/soql/date-literal.ts';

/** A Wednesday in the second quarter. */
const NOW = Date.parse('2026-05-13T10:20:30Z');

function days(literal: string): string | undefined {
  const span = spanOfDateLiteral(literal, NOW);
  return (
    span &&
    `${new Date(span.start).toISOString().slice(0, 10)} ${new Date(span.end).toISOString().slice(0, 10)}`
  );
}

describe('a date literal spans, from and up to but without,', () => {
  it.each([
    ['YESTERDAY', '2026-05-12 2026-05-13'],
    ['TODAY', '2026-05-13 2026-05-14'],
    ['TOMORROW', '2026-05-14 2026-05-15'],
    ['LAST_WEEK', '2026-05-03 2026-05-10'],
    ['THIS_WEEK', '2026-05-10 2026-05-17'],
    ['NEXT_WEEK', '2026-05-17 2026-05-24'],
    ['LAST_MONTH', '2026-04-01 2026-05-01'],
    ['THIS_MONTH', '2026-05-01 2026-06-01'],
    ['THIS_QUARTER', '2026-04-01 2026-07-01'],
    ['LAST_QUARTER', '2026-01-01 2026-04-01'],
    ['NEXT_FISCAL_QUARTER', '2026-07-01 2026-10-01'],
    ['THIS_YEAR', '2026-01-01 2027-01-01'],
    ['LAST_FISCAL_YEAR', '2025-01-01 2026-01-01'],
    ['LAST_90_DAYS', '2026-02-12 2026-05-14'],
    ['NEXT_90_DAYS', '2026-05-14 2026-08-12'],
    ['LAST_N_DAYS:3', '2026-05-10 2026-05-14'],
    ['next_n_days:3', '2026-05-14 2026-05-17'],
    ['N_DAYS_AGO:3', '2026-05-10 2026-05-11'],
    ['LAST_N_WEEKS:2', '2026-04-26 2026-05-10'],
    ['LAST_N_MONTHS:5', '2025-12-01 2026-05-01'],
    ['NEXT_N_QUARTERS:1', '2026-07-01 2026-10-01'],
    ['N_MONTHS_AGO:1', '2026-04-01 2026-05-01'],
    ['LAST_N_FISCAL_QUARTERS:2', '2025-10-01 2026-04-01'],
    ['N_FISCAL_YEARS_AGO:2', '2024-01-01 2025-01-01'],
  ])('%s: %s', (literal, expected) => {
    expect(days(literal)).toBe(expected);
  });

  it('nothing when there is no such literal', () => {
    for (const literal of ['SOMEDAY', 'LAST_N_DAYS', 'LAST_N_DAYS:x', 'LAST_N_WEEKS_AGO:1', 'N_WEEKS:1']) {
      expect(spanOfDateLiteral(literal, NOW)).toBeUndefined();
    }
  });
});
