import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datePart } from '../../../src/local-org/soql/date-part.ts';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;

beforeAll(() => {
  org = openTestOrg();
  org.setTime('2026-03-08T02:30:00Z');
  org.create('Case', { Subject: 'night' });
  org.setTime('2026-12-31T23:59:59Z');
  org.create('Case', { Subject: 'eve' });
  org.create('Opportunity', { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-08-15' });
});
afterAll(() => {
  org.db.close();
});

function become(user: Record<string, string>): void {
  expect(org.db.update('User', org.actor.userId, user, org.actor)).toMatchObject({ success: true });
}

const only = (call: string): unknown =>
  org.select(`SELECT ${call} v FROM Case WHERE Subject = 'night' GROUP BY ${call}`)[0]?.['v'];

describe('a date function of 2026-03-08T02:30:00Z, a Sunday,', () => {
  it.each([
    ['CALENDAR_MONTH', 3],
    ['CALENDAR_QUARTER', 1],
    ['CALENDAR_YEAR', 2026],
    ['DAY_IN_MONTH', 8],
    ['DAY_IN_WEEK', 1],
    ['DAY_IN_YEAR', 67],
    ['DAY_ONLY', '2026-03-08'],
    ['FISCAL_MONTH', 3],
    ['FISCAL_QUARTER', 1],
    ['FISCAL_YEAR', 2026],
    ['HOUR_IN_DAY', 2],
    ['WEEK_IN_MONTH', 2],
    ['week_in_year', 10],
  ])('%s gives %s', (name, expected) => {
    expect(only(`${name}(CreatedDate)`)).toBe(expected);
  });

  it('is computed in the time zone of the user inside convertTimezone() only (D25)', () => {
    become({ TimeZoneSidKey: 'America/New_York' });
    try {
      expect([only('DAY_ONLY(CreatedDate)'), only('HOUR_IN_DAY(CreatedDate)')]).toEqual(['2026-03-08', 2]);
      expect(only('DAY_ONLY(convertTimezone(CreatedDate))')).toBe('2026-03-07');
      expect(only('HOUR_IN_DAY(convertTimezone(CreatedDate))')).toBe(21);
    } finally {
      become({ TimeZoneSidKey: 'GMT' });
    }
  });
});

describe('a fiscal year that begins in April', () => {
  it.each([
    ['FISCAL_YEAR', false, [2026, 2027]],
    ['FISCAL_YEAR', true, [2025, 2026]],
    ['FISCAL_QUARTER', false, [4, 1]],
    ['FISCAL_MONTH', false, [12, 1]],
  ])('%s of its last and first day, named by its start: %s', (name, isNamedByStart, expected) => {
    const part = (date: string) => datePart(name, date, 'UTC', { fiscalStart: 4, isNamedByStart });
    expect([part('2026-03-31'), part('2026-04-01')]).toEqual(expected);
  });
});

describe('date functions', () => {
  it('filter records in WHERE, by literals too', () => {
    const subjects = (where: string): unknown[] =>
      org.select(`SELECT Subject FROM Case WHERE ${where}`).map((record) => record['Subject']);
    expect(subjects('CALENDAR_MONTH(CreatedDate) = 12')).toEqual(['eve']);
    expect(subjects('DAY_ONLY(CreatedDate) = 2026-03-08')).toEqual(['night']);
    expect(subjects('DAY_ONLY(CreatedDate) = TODAY')).toEqual(['eve']);
    expect(subjects('WEEK_IN_YEAR(CreatedDate) IN (10, 11)')).toEqual(['night']);
    expect(subjects('CALENDAR_YEAR(Account.CreatedDate) = null')).toHaveLength(2);
  });

  it('order groups and filter them', () => {
    const soql = `SELECT CALENDAR_MONTH(CreatedDate), COUNT(Id) n FROM Case GROUP BY CALENDAR_MONTH(CreatedDate)`;
    expect(org.select(`${soql} ORDER BY CALENDAR_MONTH(CreatedDate) DESC`)).toMatchObject([
      { expr0: 12, n: 1 },
      { expr0: 3, n: 1 },
    ]);
    expect(org.select(`${soql} HAVING CALENDAR_MONTH(CreatedDate) > 3`)).toMatchObject([{ expr0: 12 }]);
  });

  it('of a date can be selected where the date itself is grouped', () => {
    const soql = 'SELECT CALENDAR_MONTH(CloseDate) m, COUNT(Id) FROM Opportunity GROUP BY CloseDate';
    expect(org.select(soql)).toMatchObject([{ m: 8 }]);
  });

  it.each([
    ['SELECT CALENDAR_YEAR(CreatedDate), COUNT(Id) FROM Case', 'Field must be grouped or aggregated'],
    ['SELECT Id FROM Case WHERE CALENDAR_YEAR(Subject) = 2026', 'does not support CALENDAR_YEAR()'],
    ['SELECT Id FROM Opportunity WHERE HOUR_IN_DAY(CloseDate) = 1', 'does not support HOUR_IN_DAY()'],
    ['SELECT Id FROM Opportunity WHERE CALENDAR_YEAR(convertTimezone(CloseDate)) = 1', 'does not support'],
    ['SELECT Id FROM Case WHERE convertTimezone(CreatedDate) = TODAY', 'only be used inside a date function'],
    ['SELECT Id FROM Case WHERE COUNT(Id) > 1', 'Aggregate functions are only allowed'],
    ['SELECT Id FROM Case ORDER BY COUNT(Id)', 'need GROUP BY'],
  ])('%s is refused', (soql, message) => {
    expect(() => org.query(soql)).toThrow(
      expect.objectContaining({
        errorCode: 'MALFORMED_QUERY',
        message: expect.stringContaining(message) as string,
      }),
    );
  });
});
