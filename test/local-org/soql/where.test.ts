import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;

beforeAll(() => {
  org = openTestOrg({ schemaFile: fileURLToPath(new URL('../records/test-schema.json', import.meta.url)) });
  const account = org.create('Account', { Name: 'Acme' });
  const other = org.create('Account', { Name: 'Über 100%' });
  org.setTime('2026-05-10T08:00:00Z');
  org.create('Case', { Subject: 'alpha', Origin: 'Web', Cost__c: 1, Topics__c: 'A;B', AccountId: account });
  org.setTime('2026-05-12T23:59:59Z');
  org.create('Case', {
    Subject: 'BETA',
    Origin: 'Email',
    Cost__c: 2.5,
    Topics__c: 'C',
    AccountId: other,
    Token__c: 'Tok',
  });
  org.setTime('2026-05-13T12:00:00Z');
  org.create('Case', { Subject: 'gamma_1' });
  org.create('Case', { Subject: "it's 100% \\ äöÜ", Cost__c: 0, IsEscalated: true, Topics__c: 'B' });
});
afterAll(() => {
  org.db.close();
});

const SHORT: Readonly<Record<string, string>> = { alpha: 'a', BETA: 'b', gamma_1: 'g' };

/** First letters of the subjects that match, in order of creation. */
function matches(where: string): string {
  return org
    .select(`SELECT Subject FROM Case WHERE ${where} ORDER BY Id`)
    .map((record) => SHORT[String(record['Subject'])] ?? 'i')
    .join('');
}

describe('a comparison', () => {
  it.each([
    [`Subject = 'beta'`, 'b'],
    [`Subject = 'IT\\'S 100% \\\\ ÄÖü'`, 'i'],
    [`Subject != 'alpha'`, 'bgi'],
    [`Subject <> 'alpha'`, 'bgi'],
    [`Subject > 'beta'`, 'gi'],
    [`Subject <= 'BETA'`, 'ab'],
    [`Cost__c >= 1`, 'ab'],
    [`Cost__c < 2.5`, 'ai'],
    [`IsEscalated = true`, 'i'],
    [`IsEscalated != TRUE`, 'abg'],
    [`Subject LIKE 'a%'`, 'a'],
    [`Subject LIKE '%A'`, 'ab'],
    [`Subject LIKE 'gamma\\_1'`, 'g'],
    [`Subject LIKE 'alph_'`, 'a'],
    [`Subject LIKE '%\\%%'`, 'i'],
    [`Subject LIKE '%ÖÜ'`, 'i'],
    [`NOT Subject LIKE '%a%'`, 'i'],
    [`Origin IN ('web', 'email')`, 'ab'],
    [`Origin IN ('web', null)`, 'agi'],
    [`Origin NOT IN ('web')`, 'bgi'],
    [`Origin NOT IN ('web', null)`, 'b'],
    [`Subject IN ('ALPHA', 'It\\'s 100% \\\\ äöü')`, 'ai'],
    [`Token__c = 'tok'`, ''],
    [`Token__c = 'Tok'`, 'b'],
  ])('%s', (where, expected) => {
    expect(matches(where)).toBe(expected);
  });

  it.each([
    [`Topics__c INCLUDES ('A;B', 'C')`, 'ab'],
    [`Topics__c INCLUDES ('b')`, 'ai'],
    [`Topics__c EXCLUDES ('B')`, 'bg'],
    [`Topics__c = 'B;A'`, 'a'],
  ])('of several picklist values: %s', (where, expected) => {
    expect(matches(where)).toBe(expected);
  });

  it.each([
    [`Origin = null`, 'gi'],
    [`Origin = ''`, 'gi'],
    [`Origin != null`, 'ab'],
    [`IsEscalated = null`, 'abg'],
    [`Cost__c = 0`, 'i'],
    [`Account.Name = null`, 'gi'],
    [`Account.Name != 'Acme'`, 'bgi'],
    [`Account.Name = 'acme' OR Subject = 'gamma_1'`, 'ag'],
    [`NOT Origin = 'Web'`, 'bgi'],
    [`NOT Cost__c > 1`, 'agi'],
  ])('with null or a missing parent: %s', (where, expected) => {
    expect(matches(where)).toBe(expected);
  });

  it('of ids takes 15 and 18 characters, and heeds case', () => {
    const id = String(org.select(`SELECT Id FROM Case WHERE Subject = 'alpha'`)[0]?.['Id']);
    expect(matches(`Id = '${id}'`)).toBe('a');
    expect(matches(`Id IN ('${id.slice(0, 15)}')`)).toBe('a');
    expect(matches(`Id = '${id.slice(0, 15).toLowerCase()}'`)).toBe('');
  });
});

describe('dates', () => {
  it.each([
    [`CreatedDate = TODAY`, 'gi'],
    [`CreatedDate = YESTERDAY`, 'b'],
    [`CreatedDate < TODAY`, 'ab'],
    [`CreatedDate >= YESTERDAY`, 'bgi'],
    [`CreatedDate > YESTERDAY`, 'gi'],
    [`CreatedDate <= YESTERDAY`, 'ab'],
    [`CreatedDate != TODAY`, 'ab'],
    [`CreatedDate = THIS_WEEK`, 'abgi'],
    [`CreatedDate = LAST_N_DAYS:1`, 'bgi'],
    [`CreatedDate = N_DAYS_AGO:3`, 'a'],
    [`CreatedDate = LAST_MONTH`, ''],
    [`CreatedDate > 2026-05-12T23:59:58Z`, 'bgi'],
    [`CreatedDate = 2026-05-13T01:59:59+02:00`, 'b'],
    [`CreatedDate IN (2026-05-10T08:00:00Z)`, 'a'],
  ])('%s', (where, expected) => {
    expect(matches(where)).toBe(expected);
  });

  it('of type date compare by the day', () => {
    org.create('Contact', { LastName: 'x', Birthdate: '2026-05-13' });
    expect(org.query('SELECT Id FROM Contact WHERE Birthdate = TODAY').totalSize()).toBe(1);
    expect(org.query('SELECT Id FROM Contact WHERE Birthdate > 2026-05-13').totalSize()).toBe(0);
  });
});

describe('logic', () => {
  it.each([
    [`Subject = 'alpha' OR (Cost__c > 2 AND Origin = 'Email')`, 'ab'],
    [`(Subject = 'alpha' OR Subject = 'beta') AND Cost__c > 1`, 'b'],
    [`NOT (Subject = 'alpha' OR Subject = 'beta')`, 'gi'],
    [`NOT (NOT (Subject = 'alpha'))`, 'a'],
    [`Cost__c >= 0 AND (NOT (Subject = 'alpha')) AND Origin != 'x'`, 'bi'],
    [`((Subject = 'alpha'))`, 'a'],
    [`NOT Subject = 'alpha' AND Origin = 'Email'`, 'b'],
  ])('%s', (where, expected) => {
    expect(matches(where)).toBe(expected);
  });

  it('splits the records in two: what a condition does not match, its negation does', () => {
    const leaf = fc.constantFrom(
      `Cost__c > 1`,
      `Origin = 'Web'`,
      `Account.Name LIKE 'a%'`,
      `Subject != 'beta'`,
      `IsEscalated = true`,
    );
    const tree = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        leaf,
        tie('node').map((a) => (a.startsWith('(NOT') ? a : `(NOT (${a}))`)),
        fc.tuple(leaf, tie('node')).map(([a, b]) => `(${a} AND ${b})`),
        fc.tuple(leaf, tie('node')).map(([a, b]) => `(${a} OR ${b})`),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (condition) => {
        const both = matches(condition) + matches(`NOT (${condition})`);
        expect(Array.from(both).sort().join('')).toBe('abgi');
      }),
      { numRuns: 40 },
    );
  });
});

describe('a semi-join', () => {
  it('keeps the records that the inner query names, an anti-join the others', () => {
    const inner = `(SELECT AccountId FROM Case WHERE Origin = 'Web')`;
    const names = (operator: string): unknown[] =>
      org.select(`SELECT Name FROM Account WHERE Id ${operator} ${inner}`).map((record) => record['Name']);
    expect(names('IN')).toEqual(['Acme']);
    expect(names('NOT IN')).toEqual(['Über 100%']);
  });

  it('is refused when the inner query does not give ids', () => {
    expect(() => org.query('SELECT Id FROM Account WHERE Id IN (SELECT Subject FROM Case)')).toThrow(
      'is not an ID',
    );
    expect(() => org.query('SELECT Id FROM Account WHERE Name IN (SELECT AccountId FROM Case)')).toThrow(
      'is not an ID',
    );
    expect(() => org.query('SELECT Id FROM Account WHERE Id IN (SELECT Id, AccountId FROM Case)')).toThrow(
      'exactly one field',
    );
    expect(() =>
      org.query('SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Case LIMIT 1)'),
    ).toThrow('not allowed');
  });
});
