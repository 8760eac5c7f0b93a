import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, textAt, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;
beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});
afterAll(() => org.close());

const path = '/composite/sobjects';
const account = (Name?: string) => ({
  attributes: { type: 'Account' },
  ...(Name === undefined ? {} : { Name }),
});
const contact = (fields: object) => ({ attributes: { type: 'Contact' }, ...fields });

const nameMissing = {
  success: false,
  errors: [
    {
      statusCode: 'REQUIRED_FIELD_MISSING',
      message: 'Required fields are missing: [Name]',
      fields: ['Name'],
    },
  ],
};
const rolledBack = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message:
        'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

async function count(where: string, object = 'Account'): Promise<unknown> {
  return at(await client.call('GET', queryPath(`SELECT COUNT() FROM ${object} WHERE ${where}`)), 'totalSize');
}

describe('Collections', () => {
  it.each([
    ['POST', path],
    ['PATCH', `${path}/Contact/Email`],
  ])('is refused as a whole by %s %s when one value does not fit its type', async (method, target) => {
    const records = ['1999-12-31', '31.12.1999'].map((Birthdate, index) =>
      contact({ LastName: 'Whole', Email: `whole${index}@collections.example`, Birthdate }),
    );
    const answer = await client.call(method, target, { records });
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'JSON_PARSER_ERROR']);
    expect(textAt(answer, 0, 'message')).toMatch(
      /^Cannot deserialize instance of date from VALUE_STRING value 31\./,
    );
    const kept = await client.call('GET', queryPath("SELECT Id FROM Contact WHERE LastName = 'Whole'"));
    expect(at(kept, 'totalSize')).toBe(0);
  });

  it('create records of several types and answer 200 in input order, failures in their place', async () => {
    const records = [account('C1'), account(), contact({ LastName: 'C2' })];
    const { status, body } = await client.call('POST', path, { records });
    expect(status).toBe(200);
    expect(body).toEqual([
      { id: expect.stringMatching(/^001/) as string, success: true, errors: [] },
      nameMissing,
      { id: expect.stringMatching(/^003/) as string, success: true, errors: [] },
    ]);
    expect(await count("Name = 'C1'")).toBe(1);
  });

  it('take everything back with allOrNone, naming the culprit', async () => {
    const records = [account('R1'), account(), account('R2')];
    const { status, body } = await client.call('POST', path, { allOrNone: true, records });
    expect([status, body]).toEqual([200, [rolledBack, nameMissing, rolledBack]]);
    expect(await count("Name LIKE 'R%'")).toBe(0);
  });

  it('update by the id in each record, in any case of its name', async () => {
    const created = await client.call('POST', path, { records: [account('U1'), account('U2')] });
    const records = [
      { ...account('U1 changed'), id: at(created, 0, 'id') },
      { ...account('U2 changed'), Id: at(created, 1, 'id') },
      account('U3'),
    ];
    const { body } = await client.call('PATCH', path, { records });
    expect(body).toMatchObject([
      { success: true, id: at(created, 0, 'id') },
      { success: true },
      {
        success: false,
        errors: [{ statusCode: 'MISSING_ARGUMENT', message: 'Id not specified in an update call' }],
      },
    ]);
    expect(await count("Name LIKE 'U% changed'")).toBe(2);
  });

  it('delete by ids, one after the other or all or none', async () => {
    const created = await client.call('POST', path, {
      records: [account('D1'), account('D2'), account('D3')],
    });
    const ids = [0, 1, 2].map((index) => textAt(created, index, 'id'));
    const first = await client.call('DELETE', `${path}?ids=${ids[0]!}`);
    expect(first.body).toEqual([{ id: ids[0], success: true, errors: [] }]);

    const none = await client.call('DELETE', `${path}?ids=${ids.join(',')}&allOrNone=true`);
    expect(none.body).toMatchObject([
      { success: false, errors: [{ statusCode: 'ENTITY_IS_DELETED' }] },
      rolledBack,
      rolledBack,
    ]);
    expect(await count("Name LIKE 'D%'")).toBe(2);

    await client.call('DELETE', `${path}?ids=${ids.join(',')}`);
    expect(await count("Name LIKE 'D%'")).toBe(0);
  });

  it('upsert by external id and say what was created', async () => {
    const upsert = `${path}/Contact/Email`;
    const record = (Email: string, LastName: string) => contact({ Email, LastName });
    await client.call('PATCH', upsert, { records: [record('a@up.example', 'A')] });
    const { body } = await client.call('PATCH', upsert, {
      records: [record('a@up.example', 'A2'), record('b@up.example', 'B'), contact({ LastName: 'No key' })],
    });
    expect(body).toMatchObject([
      { success: true, created: false },
      { success: true, created: true },
      { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
    ]);
    expect(await count("Email LIKE '%@up.example'", 'Contact')).toBe(2);
  });

  it('refuse both of two records with the same external id, and process the others (E27)', async () => {
    const records = ['twin@up.example', 'TWIN@up.example', 'single@up.example'].map((Email) =>
      contact({ Email, LastName: 'T' }),
    );
    const { body } = await client.call('PATCH', `${path}/Contact/Email`, { records });
    expect(body).toMatchObject([
      {
        success: false,
        errors: [
          { statusCode: 'DUPLICATE_VALUE', message: 'Duplicate external id specified: twin@up.example' },
        ],
      },
      { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
      { success: true, created: true },
    ]);
    expect(await count("Email = 'twin@up.example'", 'Contact')).toBe(0);
  });

  it('insert what has a null Id in an upsert by Id, and take ids in no other upsert', async () => {
    const byId = await client.call('PATCH', `${path}/Account/Id`, {
      records: [{ ...account('By null id'), Id: null }],
    });
    expect(byId.body).toMatchObject([{ success: true, created: true }]);

    const withId = await client.call('PATCH', `${path}/Contact/Email`, {
      records: [contact({ Id: '003RO0000000001YAA', Email: 'x@up.example', LastName: 'X' })],
    });
    expect(withId.body).toMatchObject([{ success: false, errors: [{ statusCode: 'INVALID_FIELD' }] }]);
  });

  it('take 200 records and no more', async () => {
    const records = Array.from({ length: 201 }, (_, index) => account(`L${index}`));
    const tooMany = await client.call('POST', path, { records });
    expect(tooMany.status).toBe(400);
    expect(tooMany.body).toEqual([
      {
        errorCode: 'EXCEEDED_ID_LIMIT',
        message: 'record limit reached. cannot submit more than 200 records into this call',
      },
    ]);
    const enough = await client.call('POST', path, { records: records.slice(1) });
    expect(enough.body).toHaveLength(200);
    const ids = Array.from({ length: 201 }, () => '001RO0000000001YAA').join(',');
    expect((await client.call('DELETE', `${path}?ids=${ids}`)).status).toBe(400);
  });

  it('take 10 runs of one type and no more', async () => {
    const alternating = (runs: number) =>
      Array.from({ length: runs }, (_, n) => (n % 2 === 0 ? account(`X${n}`) : contact({ LastName: 'X' })));
    expect((await client.call('POST', path, { records: alternating(10) })).status).toBe(200);
    const answer = await client.call('POST', path, { records: alternating(11) });
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'LIMIT_EXCEEDED']);
  });

  it.each([
    ['no records', {}],
    ['a record without a type', { records: [{ Name: 'x' }] }],
    ['a record that is no object', { records: ['x'] }],
  ])('refuse a body with %s as a whole', async (_what, body) => {
    expect((await client.call('POST', path, body)).status).toBe(400);
  });

  it('refuse records of another type in an upsert', async () => {
    const answer = await client.call('PATCH', `${path}/Contact/Email`, { records: [account('x')] });
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'INVALID_TYPE']);
  });
});
