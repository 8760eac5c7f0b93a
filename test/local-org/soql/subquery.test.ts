import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;

beforeAll(() => {
  org = openTestOrg();
  const top = org.create('Account', { Name: 'top' });
  let parent = top;
  for (const name of ['two', 'three', 'four', 'five', 'six', 'seven'])
    parent = org.create('Account', { Name: name, ParentId: parent });
  for (const name of ['Abe', 'Bea', 'Cid']) org.create('Contact', { LastName: name, AccountId: top });
});
afterAll(() => {
  org.db.close();
});

/** `levels` child subqueries inside each other. */
function nested(levels: number): string {
  return levels === 0 ? '' : `, (SELECT Name${nested(levels - 1)} FROM ChildAccounts)`;
}

function errorOf(soql: string, version?: number): unknown {
  try {
    org.db.query(soql, {
      actor: org.actor,
      includeDeleted: false,
      dialect: 'rest',
      ...(version === undefined ? {} : { version }),
    });
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a child subquery', () => {
  it('nests five levels deep from version 58.0 on, and one level before', () => {
    const [record] = org.select(`SELECT Name${nested(5)} FROM Account WHERE Name = 'top'`);
    expect(JSON.stringify(record).match(/"Name":"\w+"/g)).toEqual(
      ['top', 'two', 'three', 'four', 'five', 'six'].map((name) => `"Name":"${name}"`),
    );
    const two = `SELECT Name${nested(2)} FROM Account`;
    expect(errorOf(two, 58)).toBeUndefined();
    expect(errorOf(two, 57)).toMatchObject({ errorCode: 'MALFORMED_QUERY' });
    expect(errorOf(`SELECT Name${nested(1)} FROM Account`, 57)).toBeUndefined();
    expect(errorOf(`SELECT Name${nested(6)} FROM Account`)).toMatchObject({ errorCode: 'MALFORMED_QUERY' });
  });

  it('has its own conditions, order, limit and, below a parent with LIMIT 1, offset', () => {
    const [record] = org.select(
      `SELECT (SELECT c.LastName FROM Account.Contacts c WHERE c.LastName != 'Cid' ORDER BY LastName DESC LIMIT 1 OFFSET 1)
       FROM Account WHERE Name = 'top' LIMIT 1`,
    );
    expect(record?.['Contacts']).toMatchObject({ totalSize: 1, done: true, records: [{ LastName: 'Abe' }] });
  });

  it.each([
    ['SELECT (SELECT Id FROM Contacts OFFSET 1) FROM Account', 'LIMIT 1'],
    ['SELECT (SELECT COUNT() FROM Contacts) FROM Account', 'Aggregate'],
    ['SELECT (SELECT MAX(LastName) FROM Contacts) FROM Account', 'Aggregate'],
    ['SELECT (SELECT LastName FROM Contacts GROUP BY LastName) FROM Account', 'Aggregate'],
    ['SELECT (SELECT Id FROM Contacts USING SCOPE mine) FROM Account', 'USING SCOPE'],
    ['SELECT (SELECT Id FROM Contacts FOR VIEW) FROM Account', 'FOR'],
    [`SELECT ${'(SELECT Id FROM Contacts), '.repeat(20)}(SELECT Id FROM Cases) FROM Account`, '20'],
  ])('is refused: %s', (soql, message) => {
    expect(errorOf(soql)).toMatchObject({
      errorCode: 'MALFORMED_QUERY',
      message: expect.stringContaining(message) as unknown,
    });
  });

  it('comes once for each relationship', () => {
    expect(
      errorOf('SELECT (SELECT Id FROM Contacts), (SELECT Name FROM contacts) FROM Account'),
    ).toMatchObject({ errorCode: 'INVALID_FIELD' });
  });

  it('reads the children of 3,000 parents in time that grows with their number', () => {
    org.db.transaction(() => {
      for (let i = 0; i < 3000; i++) {
        const AccountId = org.create('Account', { Name: `many ${i}` });
        org.create('Contact', { LastName: `of ${i}`, AccountId });
      }
    });
    const started = performance.now();
    const records = org.select(
      `SELECT (SELECT LastName FROM Contacts) FROM Account WHERE Name LIKE 'many %'`,
    );
    expect(records).toHaveLength(3000);
    expect(records.every(({ Contacts }) => (Contacts as { totalSize: number }).totalSize === 1)).toBe(true);
    // A scan of the contacts for each parent takes more than ten seconds here.
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
