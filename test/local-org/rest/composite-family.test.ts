import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, textAt, type Answer, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;

beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});

afterAll(() => org.close());

const count = async (soql: string): Promise<unknown> =>
  at(await client.call('GET', queryPath(soql)), 'totalSize');

describe('a tree', () => {
  const contact = (referenceId: string, LastName: string | undefined) => ({
    attributes: { type: 'Contact', referenceId },
    ...(LastName === undefined ? {} : { LastName }),
  });
  const tree = (name: string, contacts: readonly unknown[]) => ({
    records: [
      {
        attributes: { type: 'Account', referenceId: 'root' },
        Name: name,
        Contacts: { records: contacts },
      },
    ],
  });
  const create = (body: unknown): Promise<Answer> => client.call('POST', '/composite/tree/Account', body);

  test('is created with its children, parents first', async () => {
    const answer = await create(tree('Tree', [contact('a', 'Leaf'), contact('b', 'Twig')]));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      hasErrors: false,
      results: [
        { referenceId: 'root', id: expect.stringMatching(/^001/) },
        { referenceId: 'a', id: expect.stringMatching(/^003/) },
        { referenceId: 'b' },
      ],
    });
    expect(await count("SELECT Id FROM Contact WHERE Account.Name = 'Tree'")).toBe(2);
  });

  test('is not created at all when one record is refused, and tells of every such record', async () => {
    const answer = await create(
      tree('Broken', [contact('a', undefined), contact('b', 'Fine'), contact('c', 'x'.repeat(81))]),
    );
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      hasErrors: true,
      results: [
        { referenceId: 'a', errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
        { referenceId: 'c', errors: [{ statusCode: 'STRING_TOO_LONG' }] },
      ],
    });
    expect(await count("SELECT Id FROM Account WHERE Name = 'Broken'")).toBe(0);
  });

  test.each([
    [
      '201 records',
      {
        records: Array.from({ length: 201 }, (_, n) => ({
          attributes: { type: 'Account', referenceId: `r${n}` },
          Name: 'x',
        })),
      },
    ],
    ['a reference id twice', tree('Twice', [contact('a', 'x'), contact('a', 'y')])],
    ['a record of another type', tree('Type', [{ attributes: { type: 'Case', referenceId: 'a' } }])],
    ['no attributes', { records: [{ Name: 'x' }] }],
    ['no records', {}],
  ])('is refused with %s', async (_, body) => {
    expect((await create(body)).status).toBe(400);
  });

  test('loses no member of a strange name', async () => {
    const body =
      '{"records":[{"attributes":{"type":"Account","referenceId":"a"},"Name":"x","__proto__":{"y":1}}]}';
    const answer = await client.call('POST', '/composite/tree/Account', body, {
      'Content-Type': 'application/json',
    });
    expect(answer.status, answer.text).toBe(400);
  });

  test('has at most five levels', async () => {
    const nest = (depth: number): object => ({
      records: [
        {
          attributes: { type: 'Account', referenceId: `level${depth}` },
          Name: `Level ${depth}`,
          ...(depth === 1 ? {} : { ChildAccounts: nest(depth - 1) }),
        },
      ],
    });
    expect((await create(nest(5))).status).toBe(201);
    expect((await create(nest(6))).status).toBe(400);
  });
});

describe('reading Collections', () => {
  test('gives records in the order of the ids, null where there is none', async () => {
    const ids = await Promise.all(
      ['R1', 'R2'].map(async (Name) =>
        textAt(await client.call('POST', '/sobjects/Account', { Name }), 'id'),
      ),
    );
    const missing = '001RO00000zzzzzYAA';
    const wanted = [ids[1], missing, ids[0]];
    const get = await client.call('GET', `/composite/sobjects/Account?ids=${wanted.join(',')}&fields=Name`);
    expect(get.body).toMatchObject([{ Name: 'R2' }, null, { Name: 'R1' }]);
    const post = await client.call('POST', '/composite/sobjects/Account', { ids: wanted, fields: ['Name'] });
    expect(post.body).toEqual(get.body);
  });

  test.each(['Nope', 'Id FROM Contact LIMIT 1', 'COUNT(Id)', '(SELECT Id FROM Contacts)'])(
    'takes names of fields only, not %s',
    async (field) => {
      const body = { ids: ['001RO00000zzzzzYAA'], fields: [field] };
      const answer = await client.call('POST', '/composite/sobjects/Account', body);
      expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'INVALID_FIELD']);
    },
  );

  test('takes at most 2,000 ids', async () => {
    const ids = Array.from({ length: 2001 }, () => '001RO00000zzzzzYAA');
    expect(
      textAt(
        await client.call('POST', '/composite/sobjects/Account', { ids, fields: ['Id'] }),
        0,
        'errorCode',
      ),
    ).toBe('EXCEEDED_ID_LIMIT');
  });
});

describe('changes', () => {
  const span = (minutesBack: number, minutesAhead: number): string =>
    `start=${encodeURIComponent(new Date(Date.now() - minutesBack * 60_000).toISOString())}` +
    `&end=${encodeURIComponent(new Date(Date.now() + minutesAhead * 60_000).toISOString())}`;

  test('D19: are the ids of what was changed, and of what was deleted', async () => {
    const id = textAt(await client.call('POST', '/sobjects/Solution', { SolutionName: 'Changed' }), 'id');
    const updated = await client.call('GET', `/sobjects/Solution/updated?${span(5, 5)}`);
    expect(updated.body).toEqual({ ids: [id], latestDateCovered: expect.stringMatching(/:00\.000\+0000$/) });
    await client.call('DELETE', `/sobjects/Solution/${id}`);
    const deleted = await client.call('GET', `/sobjects/Solution/deleted?${span(5, 5)}`);
    expect(deleted.body).toMatchObject({
      deletedRecords: [{ id, deletedDate: expect.stringMatching(/\+0000$/) }],
      earliestDateAvailable: expect.any(String),
      latestDateCovered: expect.any(String),
    });
    expect(at(await client.call('GET', `/sobjects/Solution/updated?${span(5, 5)}`), 'ids')).toEqual([]);
  });

  test.each([
    ['updated', span(31 * 24 * 60, 0)],
    ['deleted', span(16 * 24 * 60, 0)],
    ['updated', span(0, 0)],
    ['updated', 'start=yesterday&end=today'],
    ['updated', ''],
  ])('are refused for a span that is not covered: %s %s', async (list, query) => {
    const answer = await client.call('GET', `/sobjects/Account/${list}?${query}`);
    expect(textAt(answer, 0, 'errorCode')).toBe('INVALID_REPLICATION_DATE');
  });
});

describe('a describe', () => {
  test.each(['/sobjects', '/sobjects/Case/describe'])(
    'is not sent again when it has not changed: %s',
    async (path) => {
      const first = await client.call('GET', path);
      const modified = first.headers.get('last-modified')!;
      const again = await client.call('GET', path, undefined, { 'If-Modified-Since': modified });
      expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' });
      const older = await client.call('GET', path, undefined, {
        'If-Modified-Since': 'Mon, 01 Jan 2018 00:00:00 GMT',
      });
      expect(older.status).toBe(200);
    },
  );
});
