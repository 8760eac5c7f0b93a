import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;

beforeAll(() => {
  org = openTestOrg({ schemaFile: fileURLToPath(new URL('../records/test-schema.json', import.meta.url)) });
  org.create('Case', { Subject: 'a', Cost__c: 12345.5 });
  org.create('Case', { Subject: 'b' });
  org.create('Opportunity', {
    Name: 'Deal',
    StageName: 'Prospecting',
    CloseDate: '2026-01-31',
    Amount: 1234.5,
  });
});
afterEach(() => {
  become({ LocaleSidKey: 'en_US', TimeZoneSidKey: 'GMT' });
});
afterAll(() => {
  org.db.close();
});

function become(user: Record<string, string>): void {
  expect(org.db.update('User', org.actor.userId, user, org.actor)).toMatchObject({ success: true });
}

const deal = 'SELECT FORMAT(Amount) a, FORMAT(CloseDate) d, FORMAT(CreatedDate) t FROM Opportunity';

describe('FORMAT()', () => {
  it('shows numbers, amounts, dates and instants as en_US in GMT by default', () => {
    expect(org.select(deal)).toMatchObject([{ a: '$1,234.50', d: '1/31/2026', t: '5/13/2026, 10:20 AM' }]);
    expect(org.select('SELECT FORMAT(Cost__c) FROM Case ORDER BY Subject')).toMatchObject([
      { Cost__c: '12,345.5' },
      { Cost__c: null },
    ]);
  });

  it('goes by the locale and time zone of the user, which move no date (B17, D25)', () => {
    become({ LocaleSidKey: 'de_DE', TimeZoneSidKey: 'America/Los_Angeles' });
    expect(org.select(deal)).toMatchObject([{ a: '1.234,50 $', d: '31.1.2026', t: '13.5.2026, 3:20' }]);
  });

  it('takes aggregates, and goes beside the field itself under an alias', () => {
    expect(
      org.select('SELECT FORMAT(MIN(CloseDate)), FORMAT(SUM(Amount)) s, MAX(Amount) FROM Opportunity'),
    ).toMatchObject([{ expr0: '1/31/2026', s: '$1,234.50', expr1: 1234.5 }]);
    expect(org.select('SELECT Amount, FORMAT(convertCurrency(Amount)) c FROM Opportunity')).toMatchObject([
      { Amount: 1234.5, c: '$1,234.50' },
    ]);
    const bulk = org.query('SELECT Name, FORMAT(Amount) a FROM Opportunity', { dialect: 'bulk' });
    expect([bulk.columns, [...bulk.rows()]]).toEqual([['Name', 'a'], [['Deal', '$1,234.50']]]);
  });
});

describe('the one currency of the org', () => {
  it('makes convertCurrency() show the amount as it is', () => {
    expect(org.select('SELECT convertCurrency(Amount) FROM Opportunity')).toMatchObject([{ Amount: 1234.5 }]);
    expect(org.select('SELECT SUM(convertCurrency(Amount)) s FROM Opportunity')).toMatchObject([
      { s: 1234.5 },
    ]);
  });

  it('can be named in literals', () => {
    const found = (where: string): number => org.select(`SELECT Id FROM Opportunity WHERE ${where}`).length;
    expect([found('Amount > USD1000'), found('Amount > usd1234.5'), found('Amount IN (USD1234.50)')]).toEqual(
      [1, 0, 1],
    );
  });
});

describe('in the wrong place', () => {
  it.each([
    ['SELECT FORMAT(Subject) FROM Case', 'MALFORMED_QUERY', 'does not support FORMAT()'],
    ['SELECT Cost__c, FORMAT(Cost__c) FROM Case', 'INVALID_FIELD', 'duplicate field selected: Cost__c'],
    ['SELECT convertCurrency(Cost__c) FROM Case', 'MALFORMED_QUERY', 'does not support convertCurrency()'],
    ['SELECT SUM(convertCurrency(Cost__c)) FROM Case', 'MALFORMED_QUERY', 'convertCurrency()'],
    ['SELECT Id FROM Opportunity WHERE convertCurrency(Amount) > 1', 'MALFORMED_QUERY', 'convertCurrency()'],
    ['SELECT Id FROM Opportunity WHERE Amount > EUR5', 'INVALID_FIELD', `'EUR' is not a currency`],
    ['SELECT Id FROM Case WHERE Cost__c > USD5', 'INVALID_FIELD', 'must be of type double'],
    ['SELECT CALENDAR_YEAR(CreatedDate) FROM Case', 'MALFORMED_QUERY', 'must be grouped'],
    ['SELECT convertTimezone(CreatedDate) FROM Case', 'MALFORMED_QUERY', 'inside a date function'],
  ])('%s is refused', (soql, errorCode, message) => {
    expect(() => org.query(soql)).toThrow(
      expect.objectContaining({ errorCode, message: expect.stringContaining(message) as string }),
    );
  });
});
