import type jsforce from 'jsforce';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { signIn } from './sign-in.ts';

let org: TestOrg;
let connection: jsforce.Connection;

beforeAll(async () => {
  org = await startTestOrg();
  connection = await signIn(org);
  const account = await connection.sobject('Account').create({ Name: 'Acme' });
  if (!account.success) throw new TypeError('not created');
  for (let batch = 0; batch < 13; batch++) {
    await connection.sobject('Contact').create(
      Array.from({ length: 200 }, (_, index) => ({
        LastName: `Person ${String(batch * 200 + index).padStart(4, '0')}`,
        AccountId: account.id,
      })),
    );
  }
});

afterAll(() => org.close());

test('A5: jsforce reads all pages of a query', async () => {
  const records = await connection
    .query('SELECT LastName FROM Contact ORDER BY LastName')
    .run({ autoFetch: true, maxFetch: 10_000 });
  expect(records.totalSize).toBe(2600);
  expect(records.records.map((record) => String(record['LastName']))).toEqual(
    Array.from({ length: 2600 }, (_, index) => `Person ${String(index).padStart(4, '0')}`),
  );
});

test('jsforce asks for the next page itself', async () => {
  const first = await connection.query('SELECT Id FROM Contact');
  expect({ done: first.done, count: first.records.length }).toEqual({ done: false, count: 2000 });
  const second = await connection.queryMore(first.nextRecordsUrl ?? '');
  expect({ done: second.done, count: second.records.length }).toEqual({ done: true, count: 600 });
});

test('jsforce reads parents and children', async () => {
  const { records } = await connection.query(
    "SELECT Name, (SELECT LastName, Account.Name FROM Contacts WHERE LastName LIKE 'Person 000_') FROM Account",
  );
  const [account] = records;
  expect(account?.['Name']).toBe('Acme');
  expect(account?.['Contacts']).toMatchObject({ totalSize: 10, done: true });
});

test('jsforce builds a query from parts, with a subquery', async () => {
  const records = await connection
    .sobject('Account')
    .select('Id, Name')
    .include('Contacts')
    .select('LastName')
    .where({ LastName: { $like: 'Person 00%' } })
    .limit(3)
    .end()
    .execute();
  expect(records[0]?.Contacts).toMatchObject({ totalSize: 3 });
});

test('jsforce sees deleted records with queryAll only', async () => {
  const created = await connection.sobject('Account').create({ Name: 'Gone' });
  if (!created.success) throw new TypeError('not created');
  await connection.sobject('Account').destroy(created.id);
  const soql = "SELECT Id, IsDeleted FROM Account WHERE Name = 'Gone'";
  expect((await connection.query(soql)).totalSize).toBe(0);
  const all = await connection.query(soql, { scanAll: true });
  expect(all.records[0]).toMatchObject({ Id: created.id, IsDeleted: true });
});

test('jsforce counts and groups', async () => {
  const { records } = await connection.query(
    'SELECT Account.Name, COUNT(Id) people FROM Contact GROUP BY Account.Name',
  );
  expect(records).toMatchObject([{ Name: 'Acme', people: 2600 }]);
});

test('jsforce searches', async () => {
  const { searchRecords } = await connection.search('FIND {Acme} IN ALL FIELDS RETURNING Account(Id, Name)');
  expect(searchRecords).toMatchObject([{ Name: 'Acme' }]);
});

test('jsforce gets the words of a wrong query', async () => {
  await expect(connection.query('SELECT Nothing FROM Account')).rejects.toMatchObject({
    errorCode: 'INVALID_FIELD',
    message: expect.stringContaining("No such column 'Nothing' on entity 'Account'"),
  });
});
