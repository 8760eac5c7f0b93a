import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;
let account: string;
let contact: string;
const cases: string[] = [];

beforeAll(() => {
  org = openTestOrg({ schemaFile: fileURLToPath(new URL('../records/test-schema.json', import.meta.url)) });
  account = org.create('Account', {
    Name: 'Acme',
    BillingCity: 'Bonn',
    NumberOfEmployees: 7,
    AnnualRevenue: 10,
  });
  contact = org.create('Contact', { LastName: 'Lee', Email: 'lee@example.org', AccountId: account });
  for (const subject of ['a', 'b', 'c']) {
    cases.push(org.create('Case', { Subject: subject, AccountId: account, Comments: `on ${subject}` }));
  }
  cases.push(org.create('Case', { Subject: 'd', ContactId: contact, OwnerId: org.ids.queueId, Cost__c: 2 }));
});
afterAll(() => {
  org.db.close();
});

describe('a REST record', () => {
  it('has attributes first, then the fields in SELECT order and canonical case, nulls included', () => {
    const [record] = org.select(`SELECT subject, iD, origin, ISDELETED FROM case WHERE Subject = 'a'`);
    expect(JSON.stringify(record)).toBe(
      JSON.stringify({
        attributes: { type: 'Case', url: `/services/data/v67.0/sobjects/Case/${cases[0] ?? ''}` },
        Subject: 'a',
        Id: cases[0],
        Origin: null,
        IsDeleted: false,
      }),
    );
  });

  it('nests parents over several levels, and shows null for a parent that is not there', () => {
    const soql = `SELECT Account.Name, Contact.Account.Owner.Username FROM Case WHERE Subject IN ('a', 'd') ORDER BY Subject`;
    const [first, last] = org.select(soql);
    expect(first).toMatchObject({
      Account: { attributes: { type: 'Account' }, Name: 'Acme' },
      Contact: null,
    });
    expect(last).toMatchObject({
      Account: null,
      Contact: { Account: { Owner: { Username: 'admin@example.org' } } },
    });
  });

  it('shows what is common to all objects behind a polymorphic relationship', () => {
    const [record] = org.select(
      `SELECT Owner.Name, Owner.Type, Owner.Username FROM Case WHERE Subject = 'd'`,
    );
    expect(record?.['Owner']).toEqual({
      attributes: { type: 'Name', url: `/services/data/v67.0/sobjects/Group/${org.ids.queueId}` },
      Name: 'Support Queue',
      Type: 'Group',
      Username: null,
    });
    expect(org.query(`SELECT Id FROM Case WHERE Owner.Type = 'User'`).totalSize()).toBe(3);
  });

  it('reads contact fields of a case from the contact', () => {
    expect(org.select(`SELECT ContactEmail FROM Case WHERE ContactEmail != null`)).toMatchObject([
      { ContactEmail: 'lee@example.org' },
    ]);
  });

  it('puts compound addresses together, null when every part is', () => {
    const [record] = org.select('SELECT BillingAddress, ShippingAddress FROM Account');
    expect(record?.['BillingAddress']).toEqual({
      ...{ city: 'Bonn', country: null, geocodeAccuracy: null, latitude: null },
      ...{ longitude: null, postalCode: null, state: null, street: null },
    });
    expect(record?.['ShippingAddress']).toBeNull();
  });

  it('holds children as a query result, null when there are none, to any depth', () => {
    const soql = `SELECT Name, (SELECT Subject, (SELECT CommentBody FROM CaseComments) FROM Cases ORDER BY Subject DESC LIMIT 2), (SELECT Id FROM Opportunities) FROM Account`;
    const [record] = org.select(soql);
    expect(record?.['Opportunities']).toBeNull();
    expect(record?.['Cases']).toMatchObject({
      totalSize: 2,
      done: true,
      records: [{ Subject: 'c', CaseComments: { records: [{ CommentBody: 'on c' }] } }, { Subject: 'b' }],
    });
  });

  it('is reachable over the relationships of custom objects, both ways', () => {
    org.create('Invoice__c', { Name: 'I-1', Case__c: cases[0] ?? '' });
    expect(org.select('SELECT Case__r.Subject FROM Invoice__c')).toMatchObject([
      { Case__r: { Subject: 'a' } },
    ]);
    expect(org.select(`SELECT (SELECT Name FROM Invoices__r) FROM Case WHERE Subject = 'a'`)).toMatchObject([
      { Invoices__r: { records: [{ Name: 'I-1' }] } },
    ]);
  });

  it('comes lazily: a reader that stops after one record leaves the rest unread', () => {
    const records = org.query('SELECT Subject FROM Case ORDER BY Subject').records('/v');
    expect(records.next().value).toMatchObject({ Subject: 'a' });
    expect(records.return?.().done).toBe(true);
    expect(org.create('Case', { Subject: 'z' })).toMatch(/^500/);
    org.db.hardDelete(org.select(`SELECT Id FROM Case WHERE Subject = 'z'`)[0]?.['Id'] as string, org.actor);
  });
});

describe('a query that is being read', () => {
  it('does not stand in the way of writes', () => {
    const seen: unknown[] = [];
    for (const record of org
      .query(`SELECT Id, Subject FROM Case WHERE Subject IN ('a', 'b', 'c') ORDER BY Subject`)
      .records('/v')) {
      seen.push(record['Subject']);
      org.db.transaction(() => org.db.update('Case', String(record['Id']), { Origin: 'Phone' }, org.actor));
    }
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(org.query(`SELECT Id FROM Case WHERE Origin = 'Phone'`).totalSize()).toBe(3);
  });
});

describe('a result', () => {
  it('knows its full size whatever part is read', () => {
    const query = org.query('SELECT Subject FROM Case ORDER BY Subject');
    expect(query.totalSize()).toBe(4);
    expect([...query.records('/v', { offset: 1, limit: 2 })]).toMatchObject([
      { Subject: 'b' },
      { Subject: 'c' },
    ]);
    const cut = org.query('SELECT Subject FROM Case ORDER BY Subject LIMIT 3 OFFSET 1');
    expect(cut.totalSize()).toBe(3);
    expect([...cut.records('/v', { offset: 2, limit: 5 })]).toMatchObject([{ Subject: 'd' }]);
  });

  it('names its columns in SELECT order', () => {
    const query = org.query('SELECT account.name, ID, (SELECT Id FROM CaseComments) FROM Case');
    expect([query.object, query.columns]).toEqual(['Case', ['Account.Name', 'Id']]);
  });

  it('takes aliases of the object and of its parents', () => {
    const soql = `SELECT c.Id, a.Name, c.Account.BillingCity, Contact.LastName FROM Contact c, c.Account a WHERE a.Name = 'acme'`;
    expect(org.select(soql)).toMatchObject([
      { Account: { Name: 'Acme', BillingCity: 'Bonn' }, LastName: 'Lee' },
    ]);
  });

  it('expands FIELDS(), which needs a limit when it is unbounded', () => {
    const standard = org.query('SELECT FIELDS(STANDARD) FROM Case').columns;
    expect(standard).toContain('Subject');
    expect(standard).not.toContain('Cost__c');
    expect(org.query('SELECT FIELDS(CUSTOM) FROM Case LIMIT 200').columns).toContain('Cost__c');
    expect(() => org.query('SELECT FIELDS(ALL) FROM Case LIMIT 201')).toThrow('LIMIT of at most 200');
  });

  it('of the running user only holds what that user owns', () => {
    expect(org.query('SELECT Id FROM Case USING SCOPE mine').totalSize()).toBe(3);
  });
});

describe('a row of a bulk result', () => {
  it('is text: null is empty, doubles have a point, dateTimes end in Z', () => {
    const soql = `SELECT Subject, Cost__c, Account.Name, IsClosed, CreatedDate FROM Case WHERE Subject = 'd'`;
    expect([...org.query(soql, { dialect: 'bulk' }).rows()]).toEqual([
      ['d', '2.0', '', 'false', '2026-05-13T10:20:30.000Z'],
    ]);
  });

  it('has a column for each field of a parent, also behind a polymorphic relationship', () => {
    const query = org.query(
      `SELECT owner.type, OWNER.Profile.Name, Contact.Account.Name FROM Case WHERE Subject = 'd'`,
      {
        dialect: 'bulk',
      },
    );
    expect(query.columns).toEqual(['Owner.Type', 'Owner.Profile.Name', 'Contact.Account.Name']);
    expect([...query.rows()]).toEqual([['Group', '', 'Acme']]);
  });

  it.each([
    ['SELECT (SELECT Id FROM Contacts) FROM Account', 'Aggregate Relationships not supported in Bulk Query'],
    ['SELECT BillingAddress FROM Account', 'Selecting compound data not supported in Bulk Query'],
    ['SELECT COUNT() FROM Case', 'not supported in Bulk Query'],
    ['SELECT Status FROM Case GROUP BY Status', 'GROUP BY not supported'],
    ['SELECT Id FROM Case OFFSET 1', 'OFFSET not supported'],
    ['SELECT MAX(CreatedDate) FROM Case', 'Aggregate functions not supported in Bulk Query'],
    ['SELECT TYPEOF What WHEN Account THEN Phone END FROM Task', 'TYPEOF not supported in Bulk Query'],
    ['SELECT FIELDS(ALL) FROM Case', 'FIELDS(ALL) and FIELDS(CUSTOM) not supported in Bulk Query'],
  ])('does not exist for %s', (soql, message) => {
    expect(() => org.query(soql, { dialect: 'bulk' })).toThrow(message);
  });
});
