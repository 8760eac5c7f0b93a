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

async function create(object: string, fields: object): Promise<string> {
  return textAt(await client.call('POST', `/sobjects/${object}`, fields), 'id');
}

describe('a single record', () => {
  it('is created with 201, its id and its address', async () => {
    const answer = await client.call('POST', '/sobjects/account/', { Name: 'Acme' });
    const id = textAt(answer, 'id');
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ id, success: true, errors: [] });
    expect(id).toMatch(/^001\w{15}$/);
    expect(answer.headers.get('location')).toBe(`/services/data/v67.0/sobjects/Account/${id}`);
  });

  it('is not created with an Id or without what is required', async () => {
    const withId = await client.call('POST', '/sobjects/Account', { Id: 'x', Name: 'Acme' });
    expect(withId.status).toBe(400);
    expect(withId.body).toEqual([
      {
        message: 'The Id field should not be specified in the sobject data.',
        errorCode: 'INVALID_FIELD',
        fields: ['Id'],
      },
    ]);
    const withoutName = await client.call('POST', '/sobjects/Account', { Phone: '1' });
    expect(withoutName.status).toBe(400);
    expect(withoutName.body).toEqual([
      {
        message: 'Required fields are missing: [Name]',
        errorCode: 'REQUIRED_FIELD_MISSING',
        fields: ['Name'],
      },
    ]);
  });

  it('is refused with all its errors, not the first one only (E8)', async () => {
    const answer = await client.call('POST', '/sobjects/Account', {
      Name: 'A',
      Phone: '1'.repeat(41),
      Fax: '2'.repeat(41),
    });
    expect(answer.status).toBe(400);
    expect((answer.body as { fields: string[] }[]).map(({ fields }) => fields)).toEqual([['Phone'], ['Fax']]);
  });

  it('is read whole or by the fields asked for', async () => {
    const id = await create('Account', { Name: 'Readable', Phone: '123' });
    const whole = await client.call('GET', `/sobjects/Account/${id}`);
    expect(whole.body).toMatchObject({ Id: id, Name: 'Readable', Phone: '123', Website: null });
    const some = await client.call('GET', `/sobjects/Account/${id}?fields=name,Phone`);
    expect(some.body).toEqual({
      attributes: { type: 'Account', url: `/services/data/v67.0/sobjects/Account/${id}` },
      Name: 'Readable',
      Phone: '123',
    });
    const wrong = await client.call('GET', `/sobjects/Account/${id}?fields=Nope`);
    expect([wrong.status, at(wrong, 0, 'errorCode')]).toEqual([400, 'INVALID_FIELD']);
  });

  it('is changed and deleted with an empty 204; null clears a field', async () => {
    const id = await create('Account', { Name: 'Before', Phone: '123' });
    const changed = await client.call('PATCH', `/sobjects/Account/${id}`, { Name: 'After', Phone: null });
    expect([changed.status, changed.text]).toEqual([204, '']);
    const read = await client.call('GET', `/sobjects/Account/${id}?fields=Name,Phone`);
    expect(read.body).toMatchObject({ Name: 'After', Phone: null });

    const deleted = await client.call('DELETE', `/sobjects/Account/${id}`);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    const again = await client.call('DELETE', `/sobjects/Account/${id}`);
    expect([again.status, at(again, 0, 'errorCode')]).toEqual([404, 'ENTITY_IS_DELETED']);
    expect((await client.call('GET', `/sobjects/Account/${id}`)).status).toBe(404);
  });

  it('is 404 under the name of another object', async () => {
    const id = await create('Account', { Name: 'Acme' });
    expect((await client.call('GET', `/sobjects/Contact/${id}`)).status).toBe(404);
    expect((await client.call('DELETE', `/sobjects/Contact/${id}`)).status).toBe(404);
    expect((await client.call('GET', `/sobjects/Account/${id}`)).status).toBe(200);
  });

  it('names its parent by external id in a nested object', async () => {
    const contact = await create('Contact', { LastName: 'Parent', Email: 'parent@example.com' });
    const id = await create('Case', { Subject: 'Nested', Contact: { Email: 'parent@example.com' } });
    const read = await client.call('GET', `/sobjects/Case/${id}?fields=ContactId`);
    expect(at(read, 'ContactId')).toBe(contact);

    const owned = await create('Case', {
      Subject: 'Owned',
      Owner: { attributes: { type: 'User' }, Username: org.username },
    });
    const owner = await client.call('GET', queryPath(`SELECT Owner.Type FROM Case WHERE Id = '${owned}'`));
    expect(at(owner, 'records', 0, 'Owner', 'Type')).toBe('User');
  });

  it.each([
    ['two keys', { Email: 'a@b.example', LastName: 'X' }],
    ['no key', {}],
    ['an object as key', { Email: { x: 1 } }],
  ])('refuses a nested parent with %s', async (_what, parent) => {
    const answer = await client.call('POST', '/sobjects/Case', { Subject: 'x', Contact: parent });
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'JSON_PARSER_ERROR']);
  });

  it.each([
    ['Birthdate', '2020-04-30T13:19:18+02:00', 'date from VALUE_STRING'],
    ['EmailBouncedDate', '2024-07-30 20:54:16 UTC', 'datetime from VALUE_STRING'],
    ['MailingLatitude', 'north', 'double from VALUE_STRING'],
    ['Birthdate', 20_000_101, 'date from VALUE_NUMBER_INT'],
  ])('refuses a %s of %j in the words of the JSON parser', async (field, value, what) => {
    const id = await create('Contact', { LastName: 'Typed' });
    const calls = [
      ['POST', '/sobjects/Contact'],
      ['PATCH', `/sobjects/Contact/${id}`],
      ['PATCH', '/sobjects/Contact/Email/typed@rows.example'],
    ] as const;
    for (const [method, path] of calls) {
      const { status, body } = await client.call(method, path, { LastName: 'x', [field]: value });
      const message = `Cannot deserialize instance of ${what} value ${value} or request may be missing a required field`;
      expect([status, body]).toEqual([400, [{ message, errorCode: 'JSON_PARSER_ERROR' }]]);
    }
  });

  it.each([
    ['an array', [1]],
    ['text', '"x"'],
    ['nothing', undefined],
  ])('refuses %s as a record', async (_w, body) => {
    const type = { 'Content-Type': 'application/json' };
    const answer = await client.call('POST', '/sobjects/Account', body, type);
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'JSON_PARSER_ERROR']);
  });
});

describe('upsert by external id', () => {
  it('answers 201 for a new record, 200 with a body from 46.0 on, 204 before (E7)', async () => {
    const path = '/sobjects/Contact/Email/upsert%40example.com';
    const created = await client.call('PATCH', path, { LastName: 'New' });
    const id = textAt(created, 'id');
    expect([created.status, created.body]).toEqual([201, { id, success: true, errors: [], created: true }]);

    const changed = await client.call('PATCH', path, { LastName: 'Newer' });
    expect([changed.status, changed.body]).toEqual([200, { id, success: true, errors: [], created: false }]);

    const old = await client.call('PATCH', `/services/data/v45.0${path}`, { LastName: 'Old' });
    expect([old.status, old.text]).toEqual([204, '']);

    const read = await client.call('GET', `${path}?fields=LastName,Email`);
    expect(read.body).toMatchObject({ LastName: 'Old', Email: 'upsert@example.com' });
  });

  it('answers 300 with the addresses when several records match (C18)', async () => {
    const ids = [
      await create('Contact', { LastName: 'Twin', Email: 'twin@example.com' }),
      await create('Contact', { LastName: 'Twin', Email: 'twin@example.com' }),
    ];
    const urls = ids.map((id) => `/services/data/v67.0/sobjects/Contact/${id}`);
    const path = '/sobjects/Contact/Email/twin@example.com';
    for (const method of ['PATCH', 'GET', 'DELETE']) {
      const { status, body } = await client.call(
        method,
        path,
        method === 'PATCH' ? { LastName: 'X' } : undefined,
      );
      expect([method, status, body]).toEqual([method, 300, urls]);
    }
  });

  it('creates nothing with updateOnly=true', async () => {
    const path = '/sobjects/Contact/Email/absent@example.com';
    const answer = await client.call('PATCH', `${path}?updateOnly=true`, { LastName: 'X' });
    expect(answer.status).toBe(404);
    expect((await client.call('GET', path)).status).toBe(404);
  });

  it('works by Id too, and POST to Id creates', async () => {
    const created = await client.call('POST', '/sobjects/Account/Id', { Name: 'Posted' });
    expect(created.status).toBe(201);
    const path = `/sobjects/Account/Id/${textAt(created, 'id')}`;
    expect((await client.call('PATCH', path, { Name: 'Patched' })).status).toBe(200);
    expect(at(await client.call('GET', `${path}?fields=Name`), 'Name')).toBe('Patched');
    expect((await client.call('DELETE', path)).status).toBe(204);
  });

  it('refuses a field that is no external id, and the field itself in the body', async () => {
    const wrong = await client.call('PATCH', '/sobjects/Contact/Phone/1', { LastName: 'X' });
    expect([wrong.status, textAt(wrong, 0, 'message')]).toEqual([
      404,
      'Provided external ID field does not exist or is not accessible: Phone',
    ]);
    const repeated = await client.call('PATCH', '/sobjects/Contact/Email/a@b.example', {
      LastName: 'X',
      email: 'a@b.example',
    });
    expect([repeated.status, at(repeated, 0, 'errorCode')]).toEqual([400, 'INVALID_FIELD']);
  });

  it('takes quotes and backslashes in the value as they are', async () => {
    const value = "o'brien\\x@example.com";
    const path = `/sobjects/Contact/Email/${encodeURIComponent(value)}`;
    expect((await client.call('GET', path)).status).toBe(404);
  });
});
