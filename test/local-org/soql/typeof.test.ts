import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;
let account: string;

beforeAll(() => {
  org = openTestOrg();
  account = org.create('Account', { Name: 'Acme', Phone: '1', NumberOfEmployees: 7 });
  const contact = org.create('Contact', { LastName: 'Lee', Email: 'lee@example.org' });
  const problem = org.create('Case', { Subject: 'broken' });
  org.create('Task', { Subject: 'a', WhatId: account });
  org.create('Task', { Subject: 'b', WhatId: problem, WhoId: contact });
  org.create('Task', { Subject: 'c' });
});
afterAll(() => {
  org.db.close();
});

const url = (object: string, id: string) => `/services/data/v67.0/sobjects/${object}/${id}`;

describe('TYPEOF', () => {
  it('shows the fields of the first WHEN that fits, with the concrete type, else the Name object', () => {
    const records = org.select(
      `SELECT Subject, TYPEOF What WHEN Account THEN Phone, numberofemployees, Owner.Username ELSE Name, Type END
       FROM Task ORDER BY Subject`,
    );
    expect(records.map(({ What }) => What)).toEqual([
      {
        attributes: { type: 'Account', url: url('Account', account) },
        Phone: '1',
        NumberOfEmployees: 7,
        Owner: {
          attributes: { type: 'User', url: url('User', org.actor.userId) },
          Username: 'admin@example.org',
        },
      },
      { attributes: expect.objectContaining({ type: 'Name' }) as unknown, Name: '00001001', Type: 'Case' },
      null,
    ]);
  });

  it('takes several WHENs, and gives null for other types when there is no ELSE', () => {
    const soql = `SELECT TYPEOF What WHEN Case THEN Subject WHEN Opportunity THEN Amount END FROM Task ORDER BY Subject`;
    const whats = org.select(soql).map(({ What }) => What);
    expect(whats).toMatchObject([null, { attributes: { type: 'Case' }, Subject: 'broken' }, null]);
  });

  it('works beside other relationships and in a child subquery', () => {
    const [record] = org.select(
      `SELECT (SELECT Who.Name, TYPEOF What WHEN Account THEN Name END FROM Tasks) FROM Account`,
    );
    expect(record?.['Tasks']).toMatchObject({ records: [{ Who: null, What: { Name: 'Acme' } }] });
  });

  it.each([
    ['SELECT What.Name, TYPEOF What WHEN Account THEN Phone END FROM Task', "Relationship 'What'"],
    ['SELECT TYPEOF What WHEN Account THEN Phone END, What.Name FROM Task', "Relationship 'What'"],
    ['SELECT TYPEOF What WHEN Account THEN Phone END, COUNT(Id) FROM Task', 'TYPEOF'],
    ['SELECT TYPEOF What WHEN Account THEN Phone END FROM Task GROUP BY Id', 'TYPEOF'],
    ['SELECT TYPEOF Account WHEN Account THEN Phone END FROM Contact', "'Account' is not one"],
    ['SELECT TYPEOF What WHEN User THEN Phone END FROM Task', "'User' is not a type"],
    ['SELECT TYPEOF What WHEN Account THEN Phone WHEN Account THEN Name END FROM Task', 'duplicate WHEN'],
    ['SELECT TYPEOF What WHEN Account THEN Phone, phone END FROM Task', 'duplicate field'],
    ['SELECT TYPEOF What WHEN Account THEN TYPEOF Owner WHEN User THEN Id END END FROM Task', 'unexpected'],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT TYPEOF What WHEN Account THEN Id END FROM Task)',
      'inner select',
    ],
  ])('is refused: %s', (soql, message) => {
    expect(() => org.query(soql)).toThrow(
      expect.objectContaining({
        errorCode: 'MALFORMED_QUERY',
        message: expect.stringContaining(message) as unknown,
      }),
    );
  });

  it('names unknown fields and relationships as elsewhere', () => {
    expect(() => org.query('SELECT TYPEOF What WHEN Account THEN Nope END FROM Task')).toThrow(
      "No such column 'Nope' on entity 'Account'",
    );
    expect(() => org.query('SELECT TYPEOF What WHEN Account THEN Id ELSE Nope END FROM Task')).toThrow(
      "No such column 'Nope' on entity 'Name'",
    );
    expect(() => org.query('SELECT TYPEOF Nope WHEN Account THEN Id END FROM Task')).toThrow(
      "Didn't understand relationship 'Nope' in field path",
    );
  });
});
