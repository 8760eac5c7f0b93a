import type jsforce from 'jsforce';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceCloudConnection } from '../../../src/connection/record-calls.ts';
import type { Row } from '../../../src/contract/row.ts';
import { salesforceServiceCloud } from '../../../src/plugin.ts';
import { byteSource } from '../../support/byte-source.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { testRunContext } from '../../support/test-run-context.ts';
import { signIn } from './sign-in.ts';

// The same org, asked by the connector and by jsforce, which share no code.
let org: TestOrg;
let ours: ServiceCloudConnection;
let theirs: jsforce.Connection;

beforeAll(async () => {
  org = await startTestOrg({ schemaFile: new URL('external-ids.json', import.meta.url).pathname });
  ours = connect();
  theirs = await signIn(org);
});

afterAll(async () => {
  await ours.close();
  await org.close();
});

function connect(): ServiceCloudConnection {
  const { url, username, password, securityToken } = org;
  const config = { name: 'Judged', serverHost: url, username, password, securityToken };
  return salesforceServiceCloud.connect(config, testRunContext());
}

/** What jsforce says of a record, without the envelope. */
function fieldsOf({ attributes: _, ...fields }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return fields;
}

async function all(rows: AsyncIterable<{ readonly rows: readonly Row[] }>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const batch of rows) found.push(...batch.rows);
  return found;
}

async function createdByJsforce(object: string, fields: Record<string, unknown>): Promise<string> {
  const result = await theirs.sobject(object).create(fields);
  if (!result.success) throw new TypeError('not created');
  return result.id;
}

describe('one record', () => {
  test('that we create reads the same through jsforce', async () => {
    const values = {
      LastName: "Ó Sé 'x' 😀",
      Email: 'o@example.com',
      Birthdate: '1980-02-29',
    };
    const { id } = await ours.records.create('Contact', values);
    expect(await theirs.sobject('Contact').retrieve(id)).toMatchObject({ Id: id, ...values });
  });

  test('that jsforce creates reads the same through us', async () => {
    const AccountId = await createdByJsforce('Account', { Name: 'Parent', NumberOfEmployees: 12 });
    const id = await createdByJsforce('Contact', { LastName: 'Child', AccountId });
    const fields = ['Id', 'LastName', 'AccountId', 'Email'];
    const row = await ours.records.get('Contact', id, { fields });
    expect(row).toEqual(fieldsOf(await theirs.sobject('Contact').retrieve(id, { fields })));
    expect(await ours.records.get('Contact', id, { fields: ['Account.Name'] })).toEqual({
      'Account.Name': 'Parent',
    });
  });

  test('that we change is changed for jsforce, and null clears', async () => {
    const id = await createdByJsforce('Case', { Subject: 'before', Description: 'to be cleared' });
    await ours.records.update('Case', id, { Subject: 'after', Description: null });
    expect(await theirs.sobject('Case').retrieve(id)).toMatchObject({ Subject: 'after', Description: null });
  });

  test('that we delete is gone for jsforce, and the other way round', async () => {
    const first = await createdByJsforce('Case', { Subject: 'first' });
    await ours.records.delete('Case', first);
    await expect(theirs.sobject('Case').retrieve(first)).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
    const second = await ours.records.create('Case', { Subject: 'second' });
    await theirs.sobject('Case').destroy(second.id);
    await expect(ours.records.get('Case', second.id)).rejects.toMatchObject({
      code: 'record-not-found',
      details: { deleted: true },
    });
  });
});

describe('an upsert', () => {
  test.each(['plain-1', 'a@b.inc', 'a/b c', '100% ä😀'])(
    'E7 of the key %j finds for jsforce what we made, and for us what jsforce made',
    async (key) => {
      const made = await ours.records.upsert('Case', { field: 'Key__c', value: key }, { Subject: 'ours' });
      expect(made.created).toBe(true);
      const found = await theirs.sobject('Case').find({ Key__c: key }, ['Id', 'Subject']);
      expect(found.map(fieldsOf)).toEqual([{ Id: made.id, Subject: 'ours' }]);
      const other = `${key}-theirs`;
      const id = await createdByJsforce('Case', { Key__c: other, Subject: 'theirs' });
      const changed = await ours.records.upsert(
        'Case',
        { field: 'Key__c', value: other },
        { Subject: 'both' },
      );
      expect(changed).toEqual({ id, created: false });
      expect((await theirs.sobject('Case').retrieve(id))['Subject']).toBe('both');
    },
  );

  test('C18 fails for both when several records match, and we name them', async () => {
    const ids = [
      await createdByJsforce('Case', { Loose__c: 'twin' }),
      await createdByJsforce('Case', { Loose__c: 'twin' }),
    ];
    const upsert = theirs.sobject('Case').upsert({ Loose__c: 'twin', Subject: 'which?' }, 'Loose__c');
    await expect(upsert).rejects.toMatchObject({ errorCode: 'MULTIPLE_CHOICES' });
    const error: unknown = await ours.records
      .upsert('Case', { field: 'Loose__c', value: 'twin' }, { Subject: 'which?' })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'ambiguous-external-id',
      details: { candidates: ids.map((id) => expect.stringContaining(id) as string) },
    });
  });
});

describe('rows', () => {
  test('of a query over several pages are those of jsforce', async () => {
    const names = Array.from({ length: 2_100 }, (_, index) => ({ Name: `Paged ${index}` }));
    await theirs.sobject('Account').create(names, { allowRecursive: true });
    const soql = "SELECT Id, Name FROM Account WHERE Name LIKE 'Paged %' ORDER BY Id";
    const expected = await theirs.query(soql, { autoFetch: true });
    expect(expected.records).toHaveLength(2_100);
    expect(await all(ours.records.queryRows(soql))).toEqual(expected.records.map(fieldsOf));
    const first = await ours.records.query(soql);
    expect([first.rows.length < 2_100, first.done, first.totalSize]).toEqual([
      true,
      false,
      expected.totalSize,
    ]);
  });

  test('of a relationship are those that jsforce gets at its address', async () => {
    const AccountId = await createdByJsforce('Account', { Name: 'With children' });
    for (const LastName of ['One', 'Two']) await createdByJsforce('Contact', { LastName, AccountId });
    const address = `/services/data/v${theirs.version}/sobjects/Account/${AccountId}/Contacts?fields=Id,LastName`;
    const { records } = await theirs.request<{ records: Record<string, unknown>[] }>(address);
    const related = ours.records.related('Account', AccountId, 'Contacts', { fields: ['Id', 'LastName'] });
    expect(records).toHaveLength(2);
    expect(new Set(await all(related))).toEqual(new Set(records.map(fieldsOf)));
  });
});

describe('composite', () => {
  test('gives the same statuses and leaves the same records', async () => {
    const path = `/services/data/v${ours.apiVersion}/sobjects`;
    const steps = (suffix: string) => [
      {
        name: 'account',
        method: 'POST' as const,
        path: `${path}/Account`,
        body: { Name: `Composite ${suffix}` },
      },
      {
        name: 'contact',
        method: 'POST' as const,
        path: `${path}/Contact`,
        body: { FirstName: 'No last name' },
      },
    ];
    const mine = await ours.records.composite(steps('ours'), { allOrNone: false });
    const theirAnswer = await theirs.requestPost<{
      compositeResponse: { httpStatusCode: number; referenceId: string }[];
    }>(`/services/data/v${theirs.version}/composite`, {
      allOrNone: false,
      compositeRequest: steps('theirs').map(({ name, path: url, ...rest }) => ({
        ...rest,
        url,
        referenceId: name,
      })),
    });
    expect(mine.map(({ name, status }) => [name, status])).toEqual(
      theirAnswer.compositeResponse.map(({ referenceId, httpStatusCode }) => [referenceId, httpStatusCode]),
    );
    expect(mine.map(({ status }) => status)).toEqual([201, 400]);
    expect((await theirs.query("SELECT Id FROM Account WHERE Name LIKE 'Composite %'")).totalSize).toBe(2);
  });
});

describe('a file', () => {
  test('that we store has for jsforce the same bytes, name and place', async () => {
    const linkedTo = await createdByJsforce('Case', { Subject: 'with a file' });
    const content = Buffer.alloc(200_000, 'é\r\n--0123');
    const { versionId, documentId } = await ours.records.uploadFile(
      byteSource(content, 64 * 1024, 'made up'),
      {
        fileName: 'r.txt',
        linkedTo,
      },
    );
    expect(await theirs.sobject('ContentVersion').retrieve(versionId)).toMatchObject({
      ContentDocumentId: documentId,
      PathOnClient: 'r.txt',
      ContentSize: content.byteLength,
    });
    const links = await theirs.query(
      `SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '${linkedTo}'`,
    );
    expect(links.records.map(fieldsOf)).toEqual([{ ContentDocumentId: documentId }]);
    const chunks: Buffer[] = [];
    const blob = theirs.sobject('ContentVersion').record(versionId).blob('VersionData');
    for await (const chunk of blob) chunks.push(Buffer.from(chunk as Uint8Array));
    expect(Buffer.concat(chunks).equals(content)).toBe(true);
  });
});
