import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;

beforeAll(() => {
  org = openTestOrg({ schemaFile: fileURLToPath(new URL('literal-schema.json', import.meta.url)) });
  org.create('Case', { Subject: `it's "1\\2"\n100%_\u00e9`, Call__c: '09:30:00' });
  org.create('Case', { Subject: 'b', Call__c: '17:00:00.500Z' });
});
afterAll(() => {
  org.db.close();
});

const count = (where: string): number => org.query(`SELECT Id FROM Case WHERE ${where}`).totalSize();

describe('texts', () => {
  it('know the escapes of the reference, letters in both cases', () => {
    expect(count(`Subject = 'it\\'s \\"1\\\\2\\"\\n100%_\\u00e9'`)).toBe(1);
    expect(count(`Subject = 'IT\\'S \\"1\\\\2\\"\\N100%_\\U00E9'`)).toBe(1);
    expect(count(`Subject LIKE '%100\\%\\__'`)).toBe(1);
    expect(count(`Subject LIKE '%\\%'`)).toBe(0);
  });

  it.each([`'a\\_'`, `'a\\%'`, `'a\\d'`, `'\\u12'`, `'\\x41'`])('refuse any other backslash: %s', (text) => {
    expect(() => count(`Subject = ${text}`)).toThrow(
      expect.objectContaining({
        errorCode: 'MALFORMED_QUERY',
        message: expect.stringContaining('Illegal character sequence') as string,
      }),
    );
  });
});

describe('times', () => {
  it('compare with time fields, with and without fraction and Z', () => {
    expect(count('Call__c = 09:30:00')).toBe(1);
    expect(count('Call__c > 09:30:00.000Z')).toBe(1);
    expect(count('Call__c IN (09:30:00Z, 17:00:00.500Z)')).toBe(2);
    expect(count(`Call__c != 09:30:00 AND Subject != '09:30:00'`)).toBe(1);
  });

  it.each([
    [`Call__c = '09:30:00'`, 'must be of type time and should not be enclosed in quotes'],
    ['Call__c = 25:00:00', 'must be of type time'],
    ['Subject = 09:30:00', 'must be of type string and should be enclosed in quotes'],
    ['CreatedDate = 09:30:00', 'must be of type dateTime'],
    [`CreatedDate > '2026-01-31T10:00:00Z'`, 'must be of type dateTime and should not be enclosed in quotes'],
    ['CreatedDate > 2026-01-31', 'must be of type dateTime'],
  ])('%s is refused', (where, message) => {
    expect(() => count(where)).toThrow(
      expect.objectContaining({
        errorCode: 'INVALID_FIELD',
        message: expect.stringContaining(message) as string,
      }),
    );
  });

  it('leave dateTimes with offsets alone (D28)', () => {
    expect(count('CreatedDate >= 2026-05-13T12:20:30+02:00')).toBe(2);
    expect(count('CreatedDate > 2026-05-13T10:20:30.000+0000')).toBe(0);
  });
});

describe('FIELDS(ALL)', () => {
  const id = '500000000000001AAA';
  const ids = (length: number): string => Array.from({ length }, () => `'${id}'`).join(', ');

  it.each([
    'LIMIT 200',
    `WHERE Id = '${id}'`,
    `WHERE Id = '${id}' OR Id = '${id}'`,
    `WHERE Id IN (${ids(200)}) AND Subject = null`,
  ])('goes with %s', (rest) => {
    expect([...org.query(`SELECT FIELDS(ALL) FROM Case ${rest}`).records('/v')].length).toBeLessThan(3);
  });

  it.each(['', 'LIMIT 201', `WHERE Id IN (${ids(201)})`, `WHERE Id != '${id}'`, `WHERE NOT (Id = '${id}')`])(
    'does not go with: %s',
    (rest) => {
      expect(() => org.query(`SELECT FIELDS(ALL) FROM Case ${rest}`)).toThrow('LIMIT of at most 200');
    },
  );

  it('has rules of its own in subqueries, groups, bulk queries and beside other fields', () => {
    const inner = (rest: string): string => `SELECT Id, (SELECT FIELDS(ALL) FROM Cases ${rest}) FROM Account`;
    expect(org.query(inner('LIMIT 2')).totalSize()).toBe(0);
    expect(() => [...org.query(inner('')).records('/v')]).toThrow('LIMIT of at most 200');
    expect(() => org.query('SELECT FIELDS(STANDARD), Id FROM Case')).toThrow('duplicate field selected: Id');
    expect(() => org.query('SELECT FIELDS(STANDARD) FROM Case GROUP BY Status')).toThrow('GROUP BY');
    expect(() => org.query('SELECT FIELDS(ALL) FROM Case LIMIT 1', { dialect: 'bulk' })).toThrow(
      expect.objectContaining({ errorCode: 'API_ERROR' }),
    );
  });
});
