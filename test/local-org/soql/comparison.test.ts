import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;
let account: string;

beforeAll(() => {
  org = openTestOrg({ schemaFile: fileURLToPath(new URL('comparison-schema.json', import.meta.url)) });
  account = org.create('Account', { Name: 'Acme' });
  org.create('Case', {
    Subject: 'a',
    Token__c: 'Tok*é',
    Topics__c: 'A;B',
    Cost__c: -1.5,
    AccountId: account,
  });
  org.create('Case', { Subject: 'b', Token__c: 'tok*é', Topics__c: 'A', Cost__c: 0 });
  org.create('Case', { Subject: 'c', Token__c: 'x[1]%', Topics__c: 'A;B;C', Cost__c: 1500 });
  org.create('Case', { Subject: 'd' });
});
afterAll(() => {
  org.db.close();
});

/** Subjects of the cases that match, in order of creation. */
function matches(where: string, order = 'Id'): string {
  const found = org.select(`SELECT Subject FROM Case WHERE ${where} ORDER BY ${order}`);
  return found.map((record) => record['Subject']).join('');
}

function refused(soql: string, errorCode: string, message: string): void {
  expect(() => org.query(soql)).toThrow(
    expect.objectContaining({ errorCode, message: expect.stringContaining(message) as string }),
  );
}

describe('a unique field that heeds case', () => {
  it.each([
    [`Token__c = 'tok*é'`, 'b'],
    [`Token__c = 'TOK*É'`, ''],
    [`Token__c != 'tok*é'`, 'acd'],
    [`Token__c IN ('tok*é', 'X[1]%')`, 'b'],
    [`Token__c NOT IN ('Tok*é')`, 'bcd'],
    [`Token__c LIKE 'tok%'`, 'b'],
    [`Token__c LIKE '_ok*_'`, 'ab'],
    [`Token__c LIKE 'T*'`, ''],
    [`Token__c LIKE 'x[1]\\%'`, 'c'],
    [`Token__c LIKE '%?%'`, ''],
  ])('%s', (where, expected) => {
    expect(matches(where)).toBe(expected);
  });
});

describe('a field of several picklist values', () => {
  it.each([
    [`Topics__c INCLUDES ('A;B', 'C')`, 'ac'],
    [`Topics__c EXCLUDES ('b;a')`, 'bd'],
    [`Topics__c INCLUDES (null)`, 'd'],
    [`Topics__c EXCLUDES ('')`, 'abc'],
    [`Topics__c = 'B;A'`, 'a'],
    [`Topics__c = 'b;A;B;'`, 'a'],
    [`Topics__c != 'A;B'`, 'bcd'],
    [`Topics__c INCLUDES ('A;B;', ';')`, 'ac'],
    [`Topics__c IN ('B;A', 'a')`, 'ab'],
    [`Topics__c NOT IN ('B;A', 'a')`, 'cd'],
    [`Topics__c IN ('B;A', null)`, 'ad'],
    [`Topics__c NOT IN ('B;A', null)`, 'bc'],
  ])('%s', (where, expected) => {
    expect(matches(where)).toBe(expected);
  });

  it('takes texts only', () => {
    refused(
      'SELECT Id FROM Case WHERE Topics__c INCLUDES (5)',
      'INVALID_FIELD',
      `field 'Topics__c' must be of type string and should be enclosed in quotes`,
    );
  });
});

describe('a number', () => {
  it.each([
    ['Cost__c = 1.5e3', 'c'],
    ['Cost__c = 15E+2', 'c'],
    ['Cost__c = -15e-1', 'a'],
    ['Cost__c IN (-0.15e1, 0e0)', 'ab'],
    ['Cost__c > -2', 'abc'],
    ['Cost__c < 1e330', 'abc'],
    ['Cost__c < -1e-330', 'a'],
    [`Cost__c = 0 AND Subject != '= 1e3'`, 'b'],
    ['Cost__c != 0', 'acd'],
    ['Cost__c = null', 'd'],
  ])('%s', (where, expected) => {
    expect(matches(where)).toBe(expected);
  });

  it.each(['Cost__c = 1e999', 'Cost__c = 1e', 'Cost__c = 1e2.5', 'Cost__c = 1e4000'])(
    'is not %s',
    (where) => {
      refused(`SELECT Id FROM Case WHERE ${where}`, 'MALFORMED_QUERY', 'unexpected token');
    },
  );

  it('has no exponent in LIMIT', () => {
    refused('SELECT Id FROM Case LIMIT 1e1', 'MALFORMED_QUERY', 'unexpected token');
  });
});

describe('ids', () => {
  it.each([
    [(id: string) => `AccountId = '${id}'`, 'a'],
    [(id: string) => `AccountId = '${id.slice(0, 15)}'`, 'a'],
    [(id: string) => `AccountId IN ('${id.slice(0, 15)}', '')`, 'abcd'],
    [(id: string) => `AccountId = '${id.slice(0, 15).toLowerCase()}'`, ''],
  ])('match with 15 and with 18 characters (%#)', (where, expected) => {
    expect(matches(where(account))).toBe(expected);
  });

  it.each([`AccountId = 'xyz'`, `AccountId IN ('001000000000001', 'xyz')`, `Id != 'xyz'`])(
    'that are malformed are refused: %s',
    (where) => {
      const message = 'invalid ID field: xyz';
      refused(`SELECT Id FROM Case WHERE ${where}`, 'INVALID_QUERY_FILTER_OPERATOR', message);
    },
  );
});

describe('a refused comparison', () => {
  it.each([
    [`Subject LIKE null`, 'INVALID_QUERY_FILTER_OPERATOR', 'null can only be compared with = and !='],
    [`Cost__c > null`, 'INVALID_QUERY_FILTER_OPERATOR', 'null can only be compared with = and !='],
    [`Subject LIKE 5`, 'INVALID_FIELD', 'must be of type string and should be enclosed in quotes'],
    [`Subject = true`, 'INVALID_FIELD', 'must be of type string and should be enclosed in quotes'],
    [`Cost__c = '5'`, 'INVALID_FIELD', 'must be of type double and should not be enclosed in quotes'],
    [`IsEscalated = 'true'`, 'INVALID_FIELD', 'must be of type boolean and should not be enclosed in quotes'],
    [`IsEscalated > true`, 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on boolean field'],
    [`Day__c = '2026-01-31'`, 'INVALID_FIELD', 'must be of type date and should not be enclosed in quotes'],
    ['Day__c > 2026-01-31T00:00:00Z', 'INVALID_FIELD', `field 'Day__c' must be of type date`],
    ['Day__c = 2026-02-30', 'INVALID_FIELD', `field 'Day__c' must be of type date`],
    [`Place__c = 'x'`, 'INVALID_FIELD', `field 'Place__c' can not be filtered in a query call`],
    [`Description = 'x'`, 'INVALID_FIELD', `field 'Description' can not be filtered in a query call`],
  ])('%s', (where, errorCode, message) => {
    refused(`SELECT Id FROM Case WHERE ${where}`, errorCode, message);
  });

  it('has a text of more than 4,000 characters', () => {
    expect(matches(`Subject = '${'x'.repeat(4000)}'`)).toBe('');
    refused(
      `SELECT Id FROM Case WHERE Subject = '${'x'.repeat(4001)}'`,
      'QUERY_TOO_COMPLICATED',
      'longer than 4000 characters',
    );
  });
});

describe('an operator', () => {
  it.each([
    ['Cost__c <> 0', 'acd'],
    ['Cost__c <> null', 'abc'],
    [`Topics__c <> 'A;B'`, 'bcd'],
    ['CreatedDate <> TODAY', ''],
    [`Subject like '\\%'`, ''],
    [`Subject lIkE 'A%'`, 'a'],
    [`Cost__c not  in (0)`, 'acd'],
    [`Topics__c includes ('C')`, 'c'],
  ])('has other spellings: %s', (where, expected) => {
    expect(matches(where)).toBe(expected);
  });
});

describe('LIKE', () => {
  it('takes many wildcards in no time', () => {
    org.create('Case', { Subject: 'a'.repeat(255), Token__c: 'a'.repeat(40) });
    expect(matches(`Subject LIKE '${'%a_'.repeat(100)}b'`)).toBe('');
    expect(matches(`Token__c LIKE '${'%a'.repeat(100)}b'`)).toBe('');
    expect(matches(`Token__c LIKE '${'%a'.repeat(40)}'`)).toBe('a'.repeat(255));
  });

  it('alone knows the escapes of its wildcards, and an error points to others', () => {
    const refusal = (soql: string, caret: number): void => {
      refused(soql, 'MALFORMED_QUERY', `\n${' '.repeat(caret)}^\nERROR at Row:1:Column:${caret + 1}\n`);
    };
    refusal(`SELECT Id FROM Case WHERE Subject = 'a\\_'`, 38);
    refusal(`SELECT Id FROM Case WHERE Subject LIKE 'a\\x'`, 41);
    refusal(`SELECT Id FROM Case WHERE Subject LIKE '\\%' OR Subject IN ('\\%')`, 60);
    expect(matches(`Subject like\n'\\%'`)).toBe('');
  });

  it('takes a backslash by its number for a backslash, not for an escape', () => {
    org.create('Contact', { LastName: 'a\\%' });
    const count = (pattern: string): number =>
      org.query(`SELECT Id FROM Contact WHERE LastName LIKE '${pattern}'`).totalSize();
    expect(count('a\\u005c_')).toBe(1);
    expect(count('a\\u005c')).toBe(0);
    expect(count('a\\_')).toBe(0);
  });
});

describe('ORDER BY', () => {
  it.each([
    ['Cost__c', 'dabc'],
    ['Cost__c DESC', 'dcba'],
    ['Cost__c NULLS LAST', 'abcd'],
    ['Cost__c DESC NULLS LAST', 'cbad'],
    ['Cost__c DESC NULLS FIRST', 'dcba'],
  ])('%s', (order, expected) => {
    expect(matches(`Subject IN ('a', 'b', 'c', 'd')`, order)).toBe(expected);
  });

  it.each(['Place__c', 'Topics__c', 'Description'])('does not take %s', (field) => {
    const message = `field '${field}' can not be sorted in a query call`;
    refused(`SELECT Id FROM Case ORDER BY ${field}`, 'INVALID_FIELD', message);
  });

  it('takes an OFFSET of 2,000 and no more', () => {
    expect(org.select('SELECT Id FROM Case ORDER BY Id OFFSET 2000')).toEqual([]);
    refused(
      'SELECT Id FROM Case OFFSET 2001',
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Maximum SOQL offset allowed is 2000',
    );
  });
});
