import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SoqlError } from '../../../src/local-org/records/org-database.ts';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;

beforeAll(() => {
  org = openTestOrg();
});
afterAll(() => {
  org.db.close();
});

function refusal(soql: string): SoqlError {
  try {
    org.query(soql);
  } catch (error) {
    if (error instanceof SoqlError) return error;
    throw error;
  }
  throw new TypeError(`${soql} was accepted`);
}

const HINT = ' Please reference your WSDL or the describe call for the appropriate names.';

describe('a refused query', () => {
  it('points to an unknown object exactly as recorded', () => {
    expect(refusal('select count() from XYZZY')).toMatchObject({
      errorCode: 'INVALID_TYPE',
      message: `\nselect count() from XYZZY\n                    ^\nERROR at Row:1:Column:21\nsObject type 'XYZZY' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name.${HINT}`,
    });
  });

  it('points to an unknown field, also in another row', () => {
    expect(refusal('SELECT Id,\n  Foo\nFROM Account')).toMatchObject({
      errorCode: 'INVALID_FIELD',
      message: `\n  Foo\n  ^\nERROR at Row:2:Column:3\nNo such column 'Foo' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.${HINT}`,
    });
  });

  it('does not take text in a literal for the name it looks for', () => {
    expect(refusal(`SELECT Id FROM Case WHERE Subject = 'Foo' AND Foo = 1`).message).toContain('Column:47');
  });

  it.each([
    ['SELECT Id FROM Case WHERE', 'MALFORMED_QUERY', "unexpected token: '<EOF>'"],
    ['SELECT Id, FROM Case', 'MALFORMED_QUERY', "unexpected token: 'FROM'"],
    ['', 'MALFORMED_QUERY', "unexpected token: '<EOF>'"],
    [`SELECT Id FROM Case WHERE Subject = 'open`, 'MALFORMED_QUERY', "unexpected token: '''"],
    [`SELECT Id FROM Case WHERE Subject = :name`, 'MALFORMED_QUERY', "unexpected token: ':'"],
    [`SELECT Id FROM Case WHERE Subject = 'a\\q'`, 'MALFORMED_QUERY', "Illegal character sequence '\\q'"],
    [
      `SELECT Id FROM Case WHERE Subject = 'a' AND Subject = 'b' OR Subject = 'c'`,
      'MALFORMED_QUERY',
      "unexpected token: 'OR'",
    ],
    ['SELECT Id x FROM Case', 'MALFORMED_QUERY', 'only aggregate expressions use field aliasing'],
    ['SELECT Id, id FROM Case', 'INVALID_FIELD', 'duplicate field selected: Id'],
    ['SELECT Nope.Name FROM Case', 'INVALID_FIELD', "Didn't understand relationship 'Nope' in field path"],
    ['SELECT Account.Nope FROM Case', 'INVALID_FIELD', "No such column 'Nope' on entity 'Account'"],
    ['SELECT Owner.Division FROM Case', 'INVALID_FIELD', "No such column 'Division' on entity 'Name'"],
    ['SELECT Parent.Parent.Parent.Parent.Parent.Parent.Id FROM Case', 'INVALID_FIELD', '5 levels'],
    [
      'SELECT (SELECT Id FROM Nopes) FROM Account',
      'INVALID_TYPE',
      "Didn't understand relationship 'Nopes' in FROM part",
    ],
    [
      `SELECT Id FROM Case WHERE Description = 'x'`,
      'INVALID_FIELD',
      "field 'Description' can not be filtered in a query call",
    ],
    [
      'SELECT Id FROM Case WHERE Subject = 1',
      'INVALID_FIELD',
      'must be of type string and should be enclosed in quotes',
    ],
    [
      `SELECT Id FROM Case WHERE CreatedDate > '2026-01-01'`,
      'INVALID_FIELD',
      'must be of type dateTime and should not be enclosed in quotes',
    ],
    ['SELECT Id FROM Case WHERE CreatedDate > 2026-01-01', 'INVALID_FIELD', 'must be of type dateTime'],
    ['SELECT Id FROM Case WHERE IsClosed = 1', 'INVALID_FIELD', 'must be of type boolean'],
    [
      'SELECT Id FROM Case WHERE IsClosed > true',
      'INVALID_QUERY_FILTER_OPERATOR',
      'invalid operator on boolean field',
    ],
    [`SELECT Id FROM Case WHERE Id = 'xyz'`, 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: xyz'],
    [
      `SELECT Id FROM Case WHERE OwnerId LIKE '005%'`,
      'INVALID_QUERY_FILTER_OPERATOR',
      'invalid operator on id field',
    ],
    [`SELECT Id FROM Case WHERE Subject INCLUDES ('a')`, 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator'],
    ['SELECT Id FROM Case LIMIT 1 OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE', '2000'],
    ['SELECT Id FROM Case USING SCOPE team', 'NOT_EMULATED_HERE', 'team'],
  ])('%s', (soql, errorCode, message) => {
    const error = refusal(soql);
    expect([error.errorCode, error.message]).toEqual([errorCode, expect.stringContaining(message)]);
  });

  it('shows a window of a long row around the place', () => {
    const conditions = Array.from({ length: 40 }, (_, i) => `Subject != 'x${i}'`).join(' AND ');
    const soql = `SELECT Id FROM Case WHERE ${conditions} AND Foo = 1 AND ${conditions}`;
    const [, excerpt = '', caret = ''] = refusal(soql).message.split('\n');
    expect(excerpt.length).toBeLessThanOrEqual(120);
    expect(excerpt.slice(caret.indexOf('^'))).toMatch(/^Foo = 1 AND/);
    expect(refusal(soql).message).toContain(`Column:${soql.indexOf('Foo') + 1}`);
  });
});
