import type jsforce from 'jsforce';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { signIn } from './sign-in.ts';

let org: TestOrg;
let connection: jsforce.Connection;

beforeAll(async () => {
  org = await startTestOrg({ schemaFile: schemaFile() });
  connection = await signIn(org);
});

afterAll(() => org.close());

function schemaFile(): string {
  return new URL('external-ids.json', import.meta.url).pathname;
}

const accounts = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => ({ Name: `${prefix} ${index}` }));

describe('describe', () => {
  test('jsforce lists the objects', async () => {
    const { encoding, maxBatchSize, sobjects } = await connection.describeGlobal();
    expect({ encoding, maxBatchSize }).toEqual({ encoding: 'UTF-8', maxBatchSize: 200 });
    expect(sobjects.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Account', 'Case', 'CaseComment', 'EmailMessage']),
    );
  });

  test('jsforce describes a case', async () => {
    const { name, fields, childRelationships } = await connection.describe('Case');
    expect(name).toBe('Case');
    expect(fields.find((field) => field.name === 'OwnerId')?.referenceTo).toEqual(['Group', 'User']);
    expect(childRelationships.map(({ relationshipName }) => relationshipName)).toContain('CaseComments');
  });
});

describe('single records', () => {
  test('jsforce creates, reads, changes and deletes one', async () => {
    const created = await connection.sobject('Account').create({ Name: 'One' });
    if (!created.success) throw new TypeError('not created');
    const { id } = created;
    expect(await connection.sobject('Account').retrieve(id)).toMatchObject({ Id: id, Name: 'One' });
    expect(await connection.sobject('Account').update({ Id: id, Name: 'Two' })).toMatchObject({
      success: true,
    });
    expect((await connection.sobject('Account').retrieve(id))['Name']).toBe('Two');
    expect(await connection.sobject('Account').destroy(id)).toMatchObject({ success: true });
    await expect(connection.sobject('Account').retrieve(id)).rejects.toMatchObject({
      errorCode: 'NOT_FOUND',
    });
  });

  test('jsforce tells why a record was refused', async () => {
    await expect(connection.sobject('Contact').create({ FirstName: 'Nobody' })).rejects.toMatchObject({
      errorCode: 'REQUIRED_FIELD_MISSING',
    });
  });
});

describe('200 records', () => {
  test('jsforce creates, changes and deletes them in one call each', async () => {
    const before = org.activity().apiCalls;
    const created = await connection.sobject('Account').create(accounts(200, 'Many'));
    const ids = created.flatMap((result) => (result.success ? [result.id] : []));
    expect(ids).toHaveLength(200);
    const changed = await connection
      .sobject('Account')
      .update(ids.map((Id, index) => ({ Id, Name: `Changed ${index}` })));
    expect(changed.every(({ success }) => success)).toBe(true);
    const deleted = await connection.sobject('Account').destroy(ids);
    expect(deleted.every(({ success }) => success)).toBe(true);
    expect(org.activity().apiCalls - before).toBe(3);
  });

  test('jsforce keeps the good ones beside the bad ones, in order', async () => {
    const results = await connection
      .sobject('Contact')
      .create([{ LastName: 'Good' }, {}, { LastName: 'Too' }]);
    expect(results.map(({ success }) => success)).toEqual([true, false, true]);
    expect(results[1]?.errors[0]).toMatchObject({ statusCode: 'REQUIRED_FIELD_MISSING' });
  });

  test('jsforce takes all back with allOrNone', async () => {
    const results = await connection
      .sobject('Contact')
      .create([{ LastName: 'Taken back' }, {}], { allOrNone: true });
    expect(results.map(({ success }) => success)).toEqual([false, false]);
    const { totalSize } = await connection.query("SELECT Id FROM Contact WHERE LastName = 'Taken back'");
    expect(totalSize).toBe(0);
  });
});

describe('upsert', () => {
  test('jsforce creates with 201 and changes with 200', async () => {
    const upsert = (Subject: string) =>
      connection.sobject('Case').upsert({ Key__c: 'u-1', Subject }, 'Key__c');
    expect(await upsert('first')).toMatchObject({ success: true, created: true });
    expect(await upsert('second')).toMatchObject({ success: true, created: false });
  });

  test('jsforce takes the 204 of old versions for a change', async () => {
    const old = await signIn(org, '45.0');
    await old.sobject('Case').upsert({ Key__c: 'u-2', Subject: 'first' }, 'Key__c');
    const changed = await old.sobject('Case').upsert({ Key__c: 'u-2', Subject: 'second' }, 'Key__c');
    expect(changed).toMatchObject({ success: true });
  });

  test('C18: jsforce fails when several records match', async () => {
    await connection.sobject('Case').create([{ Loose__c: 'twin' }, { Loose__c: 'twin' }]);
    const upsert = connection.sobject('Case').upsert({ Loose__c: 'twin', Subject: 'which?' }, 'Loose__c');
    await expect(upsert).rejects.toMatchObject({ errorCode: 'MULTIPLE_CHOICES' });
  });

  test('jsforce upserts many in one call', async () => {
    const records = [1, 2, 3].map((n) => ({ Key__c: `many-${n}`, Subject: `number ${n}` }));
    const results = await connection.sobject('Case').upsert(records, 'Key__c');
    expect(results.map(({ created }) => created)).toEqual([true, true, true]);
  });
});

describe('composite', () => {
  test('jsforce sends requests that refer to each other', async () => {
    const path = `/services/data/v${connection.version}/sobjects`;
    const answer = await connection.requestPost<{ compositeResponse: { httpStatusCode: number }[] }>(
      `/services/data/v${connection.version}/composite`,
      {
        compositeRequest: [
          { method: 'POST', url: `${path}/Account`, referenceId: 'account', body: { Name: 'Parent' } },
          {
            method: 'POST',
            url: `${path}/Contact`,
            referenceId: 'contact',
            body: { LastName: 'Child', AccountId: '@{account.id}' },
          },
          { method: 'GET', url: `${path}/Contact/@{contact.id}?fields=AccountId`, referenceId: 'read' },
        ],
      },
    );
    expect(answer.compositeResponse.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 201, 200]);
  });
});

describe('limits', () => {
  test('jsforce reads the limits and keeps count of them', async () => {
    const limits = await connection.limits();
    expect(limits['DailyApiRequests']!.Max).toBeGreaterThan(0);
    expect(connection.limitInfo.apiUsage?.used).toBeGreaterThan(0);
  });
});

describe('changes', () => {
  test('jsforce asks for what was changed and deleted', async () => {
    const created = await connection.sobject('Account').create({ Name: 'To be deleted' });
    if (!created.success) throw new TypeError('not created');
    await connection.sobject('Account').destroy(created.id);
    const start = new Date(Date.now() - 3_600_000);
    const end = new Date(Date.now() + 120_000);
    const updated = await connection.sobject('Case').updated(start, end);
    expect(updated.ids.length).toBeGreaterThan(0);
    const deleted = await connection.sobject('Account').deleted(start, end);
    expect(deleted.deletedRecords.map(({ id }) => id)).toContain(created.id);
  });
});
