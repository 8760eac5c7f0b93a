import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spanOfDateLiteral } from '../../../src/local-org/soql/date-literal.ts';
import { instantOf, wallTime } from '../../../src/local-org/soql/time-zone.ts';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T00:59:59.500Z', '2026-03-29T01:59:59.500Z'],
    ['Europe/Berlin', '2026-03-29T01:00:00.000Z', '2026-03-29T03:00:00.000Z'],
    ['Asia/Kolkata', '2026-01-01T00:00:00.000Z', '2026-01-01T05:30:00.000Z'],
    ['America/New_York', '1969-12-31T23:59:59.999Z', '1969-12-31T18:59:59.999Z'],
    ['Nowhere/Land', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
  ])('%s shows %s as %s', (zone, instant, wall) => {
    expect(iso(wallTime(zone, Date.parse(instant)))).toBe(wall);
  });

  it('begins a day at the first instant of it, also where midnight does not exist or comes twice (B17, D25)', () => {
    const midnight = (zone: string, day: string): string =>
      iso(instantOf(zone, Date.parse(`${day}T00:00:00Z`)));
    expect(midnight('America/New_York', '2026-03-08')).toBe('2026-03-08T05:00:00.000Z');
    expect(midnight('America/New_York', '2026-03-09')).toBe('2026-03-09T04:00:00.000Z');
    expect(midnight('America/Sao_Paulo', '2018-11-04')).toBe('2018-11-04T03:00:00.000Z');
    expect(midnight('America/Havana', '2025-11-02')).toBe('2025-11-02T04:00:00.000Z');
  });
});

describe('a calendar', () => {
  const day = (literal: string, calendar: { weekStart: number; fiscalStart: number }): string => {
    const span = spanOfDateLiteral(literal, Date.parse('2026-05-13T10:20:30Z'), calendar);
    return span === undefined ? '' : `${iso(span.start).slice(0, 10)} ${iso(span.end).slice(0, 10)}`;
  };

  it('moves weeks by their first day', () => {
    expect(day('THIS_WEEK', { weekStart: 1, fiscalStart: 1 })).toBe('2026-05-11 2026-05-18');
    expect(day('LAST_N_WEEKS:2', { weekStart: 6, fiscalStart: 1 })).toBe('2026-04-25 2026-05-09');
  });

  it('moves fiscal periods, and only those, by the first month of the fiscal year', () => {
    const july = { weekStart: 0, fiscalStart: 6 };
    expect(day('THIS_FISCAL_YEAR', july)).toBe('2025-06-01 2026-06-01');
    expect(day('NEXT_FISCAL_QUARTER', july)).toBe('2026-06-01 2026-09-01');
    expect(day('N_FISCAL_YEARS_AGO:1', july)).toBe('2024-06-01 2025-06-01');
    expect(day('LAST_N_FISCAL_QUARTERS:2', july)).toBe('2025-09-01 2026-03-01');
    expect(day('THIS_YEAR', july)).toBe('2026-01-01 2027-01-01');
  });
});

describe('date literals of a user in Berlin', () => {
  let org: TestOrg;
  beforeAll(() => {
    org = openTestOrg();
    org.db.update(
      'User',
      org.actor.userId,
      { TimeZoneSidKey: 'Europe/Berlin', LocaleSidKey: 'de_DE' },
      org.actor,
    );
    for (const [Subject, time] of [
      ['before', '2026-03-28T22:59:59Z'],
      ['first', '2026-03-28T23:00:00Z'],
      ['last', '2026-03-29T21:59:59Z'],
      ['after', '2026-03-29T22:00:00Z'],
    ] as const) {
      org.setTime(time);
      org.create('Case', { Subject });
    }
    org.setTime('2026-03-29T12:00:00Z');
  });
  afterAll(() => {
    org.db.close();
  });
  const subjects = (where: string): unknown[] =>
    org.select(`SELECT Subject FROM Case WHERE ${where} ORDER BY CreatedDate`).map((row) => row['Subject']);

  it('span the 23 hours of the day on which summer time begins (D25)', () => {
    expect(subjects('CreatedDate = TODAY')).toEqual(['first', 'last']);
    expect(subjects('CreatedDate < TODAY')).toEqual(['before']);
    expect(subjects('CreatedDate > TODAY')).toEqual(['after']);
    expect(subjects('CreatedDate != TODAY')).toEqual(['before', 'after']);
  });

  it('let the week begin on Monday', () => {
    expect(subjects('CreatedDate = THIS_WEEK')).toEqual(['before', 'first', 'last']);
    expect(subjects('CreatedDate = NEXT_WEEK')).toEqual(['after']);
  });

  it('end LAST_N_DAYS with the present second', () => {
    expect(subjects('CreatedDate = LAST_N_DAYS:1')).toEqual(['before', 'first']);
  });

  it('refuse days beyond the calendar', () => {
    expect(() => subjects('CreatedDate = N_YEARS_AGO:9999')).toThrow('unexpected token');
    expect(() => subjects('CreatedDate = N_YEARS_AGO:999999999')).toThrow('unexpected token');
  });
});
