import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;

beforeAll(() => {
  org = openTestOrg({ schemaFile: fileURLToPath(new URL('../records/test-schema.json', import.meta.url)) });
  const acme = org.create('Account', { Name: 'Acme' });
  const solo = org.create('Account', { Name: 'Solo' });
  const lee = org.create('Contact', { LastName: 'Lee', AccountId: acme });
  org.create('Contact', { LastName: 'Ray', AccountId: solo });
  org.create('Case', { Subject: 'a', AccountId: acme, ContactId: lee });
  org.create('Case', { Subject: 'b' });
});
afterAll(() => {
  org.db.close();
});

function names(soql: string): unknown[] {
  return org.select(soql).map(({ Name, Subject }) => Name ?? Subject);
}

describe('a semi-join', () => {
  it('keeps the records whose id is in the inner list, an anti-join all others', () => {
    expect(names('SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Case)')).toEqual(['Acme']);
    expect(names('SELECT Name FROM Account WHERE Id NOT IN (SELECT AccountId FROM Case)')).toEqual(['Solo']);
  });

  it('compares references with references, and keeps null references in an anti-join', () => {
    const inner = `(SELECT AccountId FROM Contact WHERE LastName = 'Lee')`;
    expect(names(`SELECT Subject FROM Case WHERE AccountId IN ${inner}`)).toEqual(['a']);
    expect(names(`SELECT Subject FROM Case WHERE AccountId NOT IN ${inner}`)).toEqual(['b']);
  });

  it('has an inner condition of its own, over parents and an alias too', () => {
    const soql = `SELECT Name FROM Account WHERE Id IN (SELECT c.AccountId FROM Contact c WHERE c.Account.Name LIKE 's%')`;
    expect(names(soql)).toEqual(['Solo']);
  });

  it('stands beside other conditions and one more semi-join', () => {
    const soql = `SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Contact) AND (Name = 'Acme' OR Name = 'Solo')
                  AND Id NOT IN (SELECT AccountId FROM Case)`;
    expect(names(soql)).toEqual(['Solo']);
  });

  const inner = '(SELECT AccountId FROM Contact)';
  it.each([
    [`Name = 'x' OR Id IN ${inner}`, "not allowed with the 'OR' operator"],
    [`Name = 'x' AND (Name = 'y' OR (Name = 'z' AND Id IN ${inner}))`, "not allowed with the 'OR' operator"],
    [`NOT Id IN ${inner}`, "not allowed with the 'NOT' operator"],
    [`Id IN ${inner} AND Id IN ${inner} AND Id IN ${inner}`, 'maximum of 2'],
    [
      `Id IN (SELECT AccountId FROM Contact WHERE Id IN (SELECT ContactId FROM Case))`,
      'Nesting of semi join',
    ],
    [`Parent.Id IN ${inner}`, 'parent'],
    [`Name IN ${inner}`, "'Name' is not an ID"],
    [`Id IN (SELECT LastName FROM Contact)`, "'LastName' is not an ID"],
    [`Id IN (SELECT Account.ParentId FROM Contact)`, 'exactly one field'],
    [`Id IN (SELECT Id, AccountId FROM Contact)`, 'exactly one field'],
    [`Id IN (SELECT COUNT() FROM Contact)`, 'exactly one field'],
    [`Id IN (SELECT OwnerId FROM Contact)`, 'should point to the same object type'],
    [`Id IN (SELECT AccountId FROM Contact ORDER BY Id)`, 'ORDER BY'],
    [`Id IN (SELECT AccountId FROM Contact LIMIT 1)`, 'LIMIT'],
    [`Id IN (SELECT AccountId FROM Contact GROUP BY AccountId)`, 'GROUP BY'],
    [`Id IN (SELECT AccountId FROM Contact FOR UPDATE)`, 'FOR UPDATE'],
    [`Id IN (SELECT WhatId FROM Task)`, "Entity 'Task' is not supported for semi join inner selects"],
    [`Id IN (SELECT ParentId FROM Attachment)`, "Entity 'Attachment'"],
  ])('is refused: WHERE %s', (where, message) => {
    expect(() => org.query(`SELECT Id FROM Account WHERE ${where}`)).toThrow(
      expect.objectContaining({
        errorCode: 'MALFORMED_QUERY',
        message: expect.stringContaining(message) as unknown,
      }),
    );
  });

  it('is refused in HAVING', () => {
    expect(() =>
      org.query('SELECT AccountId FROM Case GROUP BY AccountId HAVING AccountId IN (SELECT Id FROM Account)'),
    ).toThrow('HAVING');
  });
});
