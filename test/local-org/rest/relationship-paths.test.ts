import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, signIn, textAt, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;
let accountId: string;
let contactId: string;
let caseId: string;
beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
  accountId = await create('Account', { Name: 'Parent' });
  const contact = { LastName: 'Child', Email: 'child@paths.example', AccountId: accountId };
  contactId = await create('Contact', contact);
  caseId = await create('Case', { Subject: 'Grandchild', ContactId: contactId });
});
afterAll(() => org.close());

async function create(object: string, fields: object): Promise<string> {
  return textAt(await client.call('POST', `/sobjects/${object}`, fields), 'id');
}

const missing = [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }];

describe('a path over relationships', () => {
  it('reads the parent at its end, whole or by the fields asked for', async () => {
    const whole = await client.call('GET', `/sobjects/Contact/${contactId}/Account`);
    expect(whole.body).toMatchObject({ attributes: { type: 'Account' }, Id: accountId, Phone: null });
    const some = await client.call('GET', `/sobjects/case/${caseId}/contact/account/?fields=name`);
    expect(some.body).toEqual({
      attributes: { type: 'Account', url: `/services/data/v67.0/sobjects/Account/${accountId}` },
      Name: 'Parent',
    });
    const wrong = await client.call('GET', `/sobjects/Contact/${contactId}/Account?fields=Nope`);
    expect([wrong.status, at(wrong, 0, 'errorCode')]).toEqual([400, 'INVALID_FIELD']);
  });

  it('takes the record that a polymorphic reference names', async () => {
    const owner = await client.call('GET', `/sobjects/Case/${caseId}/Owner?fields=Username`);
    expect(owner.body).toMatchObject({ attributes: { type: 'User' }, Username: org.username });
  });

  it('starts at an external id too', async () => {
    const path = '/sobjects/Contact/Email/child%40paths.example';
    expect(at(await client.call('GET', `${path}/Account`), 'Id')).toBe(accountId);
    expect(at(await client.call('GET', `${path}/Cases?fields=Id`), 'records', 0, 'Id')).toBe(caseId);
    expect((await client.call('GET', `/sobjects/Contact/Email/absent/Account`)).body).toEqual(missing);
    const wrong = await client.call('GET', `/sobjects/Contact/Phone/1/Account`);
    expect(at(wrong, 0, 'message')).toBe(
      'Provided external ID field does not exist or is not accessible: Phone',
    );
    await create('Contact', { LastName: 'Twin', Email: 'twin@paths.example' });
    await create('Contact', { LastName: 'Twin', Email: 'twin@paths.example' });
    const twins = await client.call('GET', '/sobjects/Contact/Email/twin@paths.example/Account');
    expect([twins.status, (twins.body as string[]).length]).toEqual([300, 2]);
  });

  it('gives the children at its end as a query result, none as an empty one', async () => {
    const { status, body } = await client.call(
      'GET',
      `/sobjects/Contact/${contactId}/Account/Contacts?fields=Id,LastName`,
    );
    const url = `/services/data/v67.0/sobjects/Contact/${contactId}`;
    const child = { attributes: { type: 'Contact', url }, Id: contactId, LastName: 'Child' };
    expect([status, body]).toEqual([200, { totalSize: 1, done: true, records: [child] }]);
    const none = await client.call('GET', `/sobjects/Account/${accountId}/Assets`);
    expect([none.status, none.body]).toEqual([200, { totalSize: 0, done: true, records: [] }]);
  });

  it('gives many children in pages', async () => {
    const parent = await create('Account', { Name: 'Of many' });
    const records = Array.from({ length: 200 }, (_, index) => ({
      attributes: { type: 'Contact' },
      LastName: `Child ${index}`,
      AccountId: parent,
    }));
    await client.call('POST', '/composite/sobjects', { records });
    await create('Contact', { LastName: 'One more', AccountId: parent });
    const batches = { 'Sforce-Query-Options': 'batchSize=200' };
    const first = await client.call('GET', `/sobjects/Account/${parent}/Contacts`, undefined, batches);
    expect([at(first, 'totalSize'), at(first, 'done')]).toEqual([201, false]);
    const second = await client.call('GET', textAt(first, 'nextRecordsUrl'));
    expect([at(second, 'done'), (at(second, 'records') as []).length]).toEqual([true, 1]);
  });

  it('changes and deletes the parent at its end', async () => {
    const parent = await create('Account', { Name: 'Before' });
    const child = await create('Contact', { LastName: 'Of one', AccountId: parent });
    const path = `/sobjects/Contact/${child}/Account`;
    const changed = await client.call('PATCH', path, { Name: 'After' });
    expect([changed.status, changed.text]).toEqual([204, '']);
    expect(at(await client.call('GET', path), 'Name')).toBe('After');
    expect((await client.call('DELETE', path)).status).toBe(204);
    expect((await client.call('GET', `/sobjects/Account/${parent}`)).status).toBe(404);
  });

  it('works inside Composite', async () => {
    const url = `/services/data/v67.0/sobjects/Contact/${contactId}/Account?fields=Id`;
    const compositeRequest = [{ method: 'GET', url, referenceId: 'parent' }];
    const answer = await client.call('POST', '/composite', { compositeRequest });
    expect(at(answer, 'compositeResponse', 0, 'body', 'Id')).toBe(accountId);
  });

  it.each([
    ['a parent that is not set', () => `/sobjects/Contact/${contactId}/ReportsTo`],
    ['the parent of a parent that is not set', () => `/sobjects/Contact/${contactId}/ReportsTo/Account`],
    ['an unknown relationship', () => `/sobjects/Contact/${contactId}/Nope`],
    ['more behind children', () => `/sobjects/Account/${accountId}/Contacts/Account`],
    ['children of an unknown record', () => '/sobjects/Account/001RO0000099999YAA/Contacts'],
    ['an unknown record', () => '/sobjects/Contact/003RO0000099999YAA/Account'],
    ['version 35.0', () => `/services/data/v35.0/sobjects/Contact/${contactId}/Account`],
    ['what is no UTF-8', () => `/sobjects/Contact/${contactId}/Account/%FF`],
  ])('is 404 for %s', async (_what, path) => {
    const { status, body } = await client.call('GET', path());
    expect([status, body]).toEqual([404, missing]);
  });

  it('ends after five parents', async () => {
    const owners = `/sobjects/Case/${caseId}/Owner${'/CreatedBy'.repeat(4)}`;
    expect(at(await client.call('GET', owners), 'attributes', 'type')).toBe('User');
    const six = await client.call('GET', `${owners}/CreatedBy`);
    expect([six.status, at(six, 0, 'errorCode')]).toEqual([400, 'INVALID_FIELD']);
  });

  it.each([
    ['PATCH', () => `/sobjects/Account/${accountId}/Contacts`, 'GET'],
    ['DELETE', () => `/sobjects/Account/${accountId}/Contacts`, 'GET'],
    ['POST', () => `/sobjects/Contact/${contactId}/Account`, 'GET, PATCH, DELETE'],
    ['PUT', () => '/sobjects/Contact/Email/x', 'GET, PATCH, DELETE'],
    ['POST', () => `/sobjects/Contact/${contactId}`, 'GET, PATCH, DELETE'],
  ])('is 405 for %s where it does not fit, and says what does', async (method, path, allow) => {
    const answer = await client.call(method, path(), { LastName: 'x' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    const message = `HTTP Method '${method}' not allowed. Allowed are ${allow.replaceAll(', ', ',')}`;
    expect(answer.body).toEqual([{ message, errorCode: 'METHOD_NOT_ALLOWED' }]);
  });
});
