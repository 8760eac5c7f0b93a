import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { problemsOf } from './partner-wsdl.ts';
import { wsdlClient, type WsdlClient } from './wsdl-client.ts';

let org: TestOrg;
let client: WsdlClient;

beforeAll(async () => {
  const schemaFile = join(import.meta.dirname, '../../local-org/soap/soap-schema.json');
  org = await startTestOrg({ schemaFile });
  client = await wsdlClient(org);
});

afterAll(() => org.close());

interface Saved {
  readonly id?: string;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors?: readonly { readonly statusCode: string }[];
}

const save = async (operation: string, args: unknown, headers = {}): Promise<readonly Saved[]> => {
  const { result } = await client.call(operation, args, headers);
  return (Array.isArray(result) ? result : [result]) as readonly Saved[];
};

const create = async (...sObjects: readonly object[]) =>
  (await save('create', { sObjects })).map(({ id = '' }) => id);

test('the schema judges: it finds an element that stands in the wrong place', async () => {
  const { xml } = await client.call('create', { sObjects: [{ type: 'Account', Name: 'Judged' }] });
  const wrong = xml.replace(/(<id>.*?<\/id>)(<success>.*?<\/success>)/, '$2$1');
  expect(wrong).not.toBe(xml);
  expect(await problemsOf(wrong)).not.toEqual([]);
});

test('create, update, delete and undelete change records', async () => {
  const [id = '', contactId = ''] = await create(
    { type: 'Account', Name: 'First' },
    { type: 'Contact', LastName: 'Second' },
  );
  expect([id.slice(0, 3), contactId.slice(0, 3)]).toEqual(['001', '003']);
  expect(await save('update', { sObjects: [{ type: 'Account', Id: id, Name: 'Changed' }] })).toMatchObject([
    { id, success: true },
  ]);
  expect(await save('delete', { ids: [id, contactId] })).toMatchObject([
    { success: true },
    { id: contactId },
  ]);
  expect(await save('undelete', { ids: [id] })).toMatchObject([{ id, success: true }]);
});

test('rows that fail tell why, each for itself', async () => {
  const [id = ''] = await create({ type: 'Account', Name: 'Kept' });
  const results = await save('create', {
    sObjects: [
      { type: 'Account', Name: 'Good' },
      { type: 'Contact', FirstName: 'No last name' },
      { type: 'Account', Id: id, Name: 'x' },
    ],
  });
  expect(results).toMatchObject([
    { success: true },
    { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
    { success: false, errors: [{ statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' }] },
  ]);
  expect(await save('delete', { ids: ['nonsense'] })).toMatchObject([
    { success: false, errors: [{ statusCode: 'MALFORMED_ID' }] },
  ]);
});

test('AllOrNoneHeader takes all rows back', async () => {
  const sObjects = [
    { type: 'Account', Name: 'Together' },
    { type: 'Contact', FirstName: 'x' },
  ];
  expect(await save('create', { sObjects }, { AllOrNoneHeader: { allOrNone: true } })).toMatchObject([
    { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
    { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
  ]);
});

test('a duplicate is a DuplicateError of the schema', async () => {
  const sObjects = [{ type: 'Contact', LastName: 'Twice', Email: 'twice@example.com' }];
  await save('create', { sObjects });
  const { xml } = await client.call('create', { sObjects });
  expect(xml).toContain('xsi:type="DuplicateError"');
  const allowed = { DuplicateRuleHeader: { allowSave: true } };
  expect(await save('create', { sObjects }, allowed)).toMatchObject([{ success: true }]);
});

test('upsert creates, changes, and refuses twins', async () => {
  const upsert = (...sObjects: readonly object[]) =>
    save('upsert', { externalIDFieldName: 'Email', sObjects });
  const contact = { type: 'Contact', LastName: 'U', Email: 'u@example.com' };
  expect(await upsert(contact)).toMatchObject([{ created: true, success: true }]);
  expect(await upsert(contact)).toMatchObject([{ created: false, success: true }]);
  const twin = { ...contact, Email: 'twin@example.com' };
  expect(await upsert(twin, contact, twin)).toMatchObject([
    { success: false },
    { success: true },
    { success: false },
  ]);
});

test('retrieve gives a row for every id', async () => {
  const [id = ''] = await create({ type: 'Account', Name: 'R' });
  const { xml } = await client.call('retrieve', {
    fieldList: 'Id, Name, Phone, BillingAddress',
    sObjectType: 'Account',
    ids: [id, '001000000000000AAA'],
  });
  expect(xml).toContain(`<sf:Id>${id}</sf:Id><sf:Name>R</sf:Name><sf:Phone xsi:nil="true"/>`);
  expect(xml).toContain('<result xsi:nil="true"/>');
});

test('query reads parents, children, addresses, dates and aggregates', async () => {
  const [accountId = ''] = await create({
    type: 'Account',
    Name: 'Q',
    BillingCity: 'Bern',
    AnnualRevenue: 5,
  });
  await create(
    { type: 'Contact', LastName: 'Child', AccountId: accountId },
    { type: 'Case', Subject: 'Placed', Place__Latitude__s: 1.5, Place__Longitude__s: 2 },
  );
  const queries = [
    `SELECT Id, Name, AnnualRevenue, BillingAddress, CreatedDate, (SELECT Id, LastName FROM Contacts) FROM Account`,
    'SELECT LastName, Account.Name, Account.Owner.Name, Owner.Id FROM Contact',
    'SELECT Name, COUNT(Id) n, AVG(AnnualRevenue), MAX(CreatedDate) FROM Account GROUP BY Name',
    'SELECT COUNT() FROM Account',
    'SELECT Subject, Place__c FROM Case',
    'SELECT TYPEOF Owner WHEN User THEN Username ELSE Name END FROM Case',
  ];
  for (const queryString of queries) await client.call('query', { queryString });
  const [first = ''] = queries;
  const { xml } = await client.call('query', { queryString: `${first} WHERE Id = '${accountId}'` });
  expect(xml).toContain('<sf:AnnualRevenue>5.0</sf:AnnualRevenue>');
  expect(xml).toContain('<city>Bern</city>');
  expect(xml).toMatch(/<sf:CreatedDate>[\d-]+T[\d:]+\.000Z</);
  expect(xml).toContain('<sf:Contacts xsi:type="QueryResult"><done>true</done>');
});

test('queryMore goes on where query stopped', async () => {
  for (let call = 0; call < 2; call++) {
    await create(...Array.from({ length: 130 }, (_, n) => ({ type: 'Solution', SolutionName: `S${n}` })));
  }
  const headers = { QueryOptions: { batchSize: 200 } };
  const queryString = 'SELECT Id FROM Solution';
  const first = (await client.call('query', { queryString }, headers)).result as Page;
  expect(first).toMatchObject({ done: false, size: 260 });
  const second = (await client.call('queryMore', { queryLocator: first.queryLocator })).result as Page;
  expect(second.done).toBe(true);
  expect(first.records.length + second.records.length).toBe(260);
  await client.call('queryAll', { queryString });
  expect(await client.refusal('queryMore', { queryLocator: first.queryLocator })).toContain(
    '<sf:InvalidQueryLocatorFault',
  );
});

interface Page {
  readonly done: boolean;
  readonly queryLocator: string;
  readonly records: readonly unknown[];
}

test('every object describes itself as the WSDL says', async () => {
  const { result } = await client.call('describeGlobal');
  const { maxBatchSize, sobjects } = result as {
    maxBatchSize: number;
    sobjects: readonly { name: string }[];
  };
  expect(maxBatchSize).toBe(200);
  const names = sobjects.map(({ name }) => name);
  for (let from = 0; from < names.length; from += 25) {
    const { result } = await client.call('describeSObjects', { sObjectType: names.slice(from, from + 25) });
    expect((result as readonly { name: string }[]).map(({ name }) => name)).toEqual(
      names.slice(from, from + 25),
    );
  }
  const { xml } = await client.call('describeSObject', { sObjectType: 'Case' });
  expect(xml).toContain('<keyPrefix>500</keyPrefix>');
});

test('users ask for themselves and the time', async () => {
  expect((await client.call('getUserInfo')).result).toMatchObject({ userName: org.username });
  const { result } = await client.call('getServerTimestamp');
  expect(Math.abs(Number((result as { timestamp: Date }).timestamp) - Date.now())).toBeLessThan(60_000);
});

test('users change their password, and log out', async () => {
  await using other = await startTestOrg();
  const leaving = await wsdlClient(other);
  const { result: user } = await leaving.call('getUserInfo');
  const { userId } = user as { userId: string };
  await leaving.call('setPassword', { userId, password: 'ß&<new>1' });
  await expect(wsdlClient(other)).rejects.toThrow('INVALID_LOGIN');
  await wsdlClient({ ...other, password: 'ß&<new>1' });
  await leaving.call('logout');
  expect(await leaving.refusal('getUserInfo')).toContain('INVALID_SESSION_ID');
});

test.each([
  ['MalformedQueryFault', 'query', { queryString: 'SELECT' }],
  ['InvalidFieldFault', 'query', { queryString: 'SELECT Nope FROM Account' }],
  ['InvalidSObjectFault', 'query', { queryString: 'SELECT Id FROM Nope' }],
  ['InvalidQueryLocatorFault', 'queryMore', { queryLocator: 'nonsense' }],
  ['InvalidIdFault', 'retrieve', { fieldList: 'Id', sObjectType: 'Account', ids: ['nonsense'] }],
  ['InvalidSObjectFault', 'describeSObject', { sObjectType: 'Nope' }],
  ['InvalidSObjectFault', 'create', { sObjects: [{ type: 'Nope' }] }],
  ['UnexpectedErrorFault', 'delete', { ids: Array.from({ length: 201 }, () => '001000000000000AAA') }],
])('a %s refuses a wrong %s()', async (faultType, operation, args) => {
  expect(await client.refusal(operation, args)).toContain(`<sf:${faultType} xsi:type="sf:${faultType}">`);
});
