import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, signIn, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;
beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});
afterAll(() => org.close());

describe('the versions', () => {
  it('run from 31.0 to 67.0 with their releases', async () => {
    const answer = await client.call('GET', '/services/data/');
    expect(at(answer, 0)).toEqual({ label: "Summer '14", url: '/services/data/v31.0', version: '31.0' });
    expect(at(answer, 1, 'label')).toBe("Winter '15");
    expect(at(answer, 36)).toEqual({ label: "Summer '26", url: '/services/data/v67.0', version: '67.0' });
    expect(at(answer, 37)).toBeUndefined();
  });

  it('list their resources', async () => {
    const answer = await client.call('GET', '/services/data/v58.0');
    expect(answer.body).toMatchObject({
      sobjects: '/services/data/v58.0/sobjects',
      query: '/services/data/v58.0/query',
    });
  });
});

describe('describe', () => {
  it('tells of the Name object behind polymorphic relationships, which is not listed and not queried', async () => {
    const answer = await client.call('GET', '/sobjects/name/describe');
    expect(answer.body).toMatchObject({ name: 'Name', queryable: false, createable: false, keyPrefix: null });
    const fields = at(answer, 'fields') as { name: string; type: string }[];
    expect(fields).toContainEqual(expect.objectContaining({ name: 'IsActive', type: 'boolean' }));
    expect(fields).toContainEqual(expect.objectContaining({ name: 'Email', type: 'email' }));
    const listed = at(await client.call('GET', '/sobjects'), 'sobjects') as { name: string }[];
    expect(listed.map(({ name }) => name)).not.toContain('Name');
    expect((await client.call('GET', '/query?q=SELECT+Id+FROM+Name')).status).toBe(400);
  });

  it('lists every object with its flags and addresses', async () => {
    const answer = await client.call('GET', '/sobjects');
    expect(answer.body).toMatchObject({ encoding: 'UTF-8', maxBatchSize: 200 });
    const objects = at(answer, 'sobjects') as { name: string }[];
    const account = objects.find(({ name }) => name === 'Account');
    expect(account).toMatchObject({
      keyPrefix: '001',
      createable: true,
      custom: false,
      labelPlural: 'Accounts',
      urls: {
        sobject: '/services/data/v67.0/sobjects/Account',
        describe: '/services/data/v67.0/sobjects/Account/describe',
        rowTemplate: '/services/data/v67.0/sobjects/Account/{ID}',
      },
    });
    expect(account).not.toHaveProperty('fields');
  });

  it('gives the fields of one object, found in any case, with addresses of the version asked', async () => {
    const answer = await client.call('GET', '/services/data/v50.0/sobjects/cASE/describe');
    expect(answer.body).toMatchObject({
      name: 'Case',
      keyPrefix: '500',
      urls: { sobject: '/services/data/v50.0/sobjects/Case' },
    });
    const fields = at(answer, 'fields') as { name: string; referenceTo: string[] }[];
    expect(fields.find(({ name }) => name === 'OwnerId')?.referenceTo).toEqual(['Group', 'User']);
  });

  it('gives the short description of an object with its recent items', async () => {
    const answer = await client.call('GET', '/sobjects/Contact');
    expect(at(answer, 'objectDescribe', 'name')).toBe('Contact');
    expect(at(answer, 'recentItems')).toEqual([]);
  });
});

describe('limits', () => {
  it('show what was used', async () => {
    const first = await client.call('GET', '/limits');
    const second = await client.call('GET', '/limits');
    const remaining = at(first, 'DailyApiRequests', 'Remaining') as number;
    expect(at(second, 'DailyApiRequests')).toEqual({ Max: 100_000, Remaining: remaining - 1 });
    expect(at(first, 'DailyBulkApiBatches')).toEqual({ Max: 15_000, Remaining: 15_000 });
  });

  it('count the records of the objects asked for, leaving out unknown ones', async () => {
    await client.call('POST', '/sobjects/Account', { Name: 'One' });
    const answer = await client.call('GET', '/limits/recordCount?sObjects=Account,Nothing,Lead');
    expect(answer.body).toEqual({
      sObjects: [
        { count: 1, name: 'Account' },
        { count: 0, name: 'Lead' },
      ],
    });
  });
});
