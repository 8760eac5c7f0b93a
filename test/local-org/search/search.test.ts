import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, signIn, textAt, type Answer, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;

beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
  const records = [
    {
      attributes: { type: 'Account' },
      Name: 'Acme Printing',
      Phone: '555-0100',
      Description: 'Makes paper.',
    },
    { attributes: { type: 'Account' }, Name: 'Globex', Description: 'A rival of Acme.' },
    { attributes: { type: 'Account' }, Name: 'Acmeology Institute' },
    { attributes: { type: 'Contact' }, LastName: 'Müller', Email: 'acme@example.com' },
    {
      attributes: { type: 'Case' },
      Subject: 'Paper jam',
      Description: 'The ACME printer (the big one) eats paper',
    },
  ];
  await client.call('POST', '/composite/sobjects', { records });
});

afterAll(() => org.close());

const search = (sosl: string, version = 'v67.0'): Promise<Answer> =>
  client.call('GET', `/services/data/${version}/search?q=${encodeURIComponent(sosl)}`);

const names = ({ body }: Answer): unknown[] =>
  (body as { searchRecords: Record<string, unknown>[] }).searchRecords.map(
    ({ Name, LastName, Subject }) => Name ?? LastName ?? Subject,
  );

const everywhere = 'RETURNING Account(Name ORDER BY Name), Contact(LastName), Case(Subject)';

describe('SOSL', () => {
  test.each([
    ['a word in any field, in any case', '{acme}', ['Acme Printing', 'Globex', 'Müller', 'Paper jam']],
    [
      'the beginning of a word',
      '{acme*}',
      ['Acme Printing', 'Acmeology Institute', 'Globex', 'Müller', 'Paper jam'],
    ],
    ['one unknown letter', '{m?ller}', ['Müller']],
    ['words that must all be there', '{acme paper}', ['Acme Printing', 'Paper jam']],
    ['either word', '{globex OR jam}', ['Globex', 'Paper jam']],
    ['a word without another', '{acme AND NOT paper}', ['Globex', 'Müller']],
    ['words in parentheses', '{acme AND (rival OR eats)}', ['Globex', 'Paper jam']],
    ['a phrase', '{"big one"}', ['Paper jam']],
    ['escaped characters', String.raw`{555\-0100}`, ['Acme Printing']],
  ])('finds %s', async (_, term, found) => {
    expect(names(await search(`FIND ${term} IN ALL FIELDS ${everywhere}`))).toEqual(found);
  });

  test.each([
    ['NAME', ['Acme Printing']],
    ['EMAIL', ['Müller']],
    ['PHONE', []],
  ])('looks through %s fields only when told so', async (group, found) => {
    expect(names(await search(`FIND {acme} IN ${group} FIELDS ${everywhere}`))).toEqual(found);
  });

  test('takes conditions, orders and limits for each object', async () => {
    const sosl = "FIND {acme*} RETURNING Account(Name WHERE Name LIKE 'A%' ORDER BY Name DESC LIMIT 1)";
    expect(names(await search(sosl))).toEqual(['Acmeology Institute']);
  });

  test('gives ids of all objects when none are named', async () => {
    const { body } = await search('FIND {acme} LIMIT 3');
    const { searchRecords } = body as { searchRecords: Record<string, unknown>[] };
    expect(searchRecords).toHaveLength(3);
    expect(searchRecords.map((record) => Object.keys(record))).toEqual(Array(3).fill(['attributes', 'Id']));
  });

  test('answers with the bare list up to 36.0', async () => {
    const { body } = await search('FIND {globex} RETURNING Account(Name)', 'v36.0');
    expect(body).toMatchObject([{ Name: 'Globex' }]);
  });

  test.each([
    ['FIND acme', 'MALFORMED_SEARCH', 'No search term found. The search term must be enclosed in braces.'],
    ['FIND {a}', 'MALFORMED_SEARCH', 'longer than one character'],
    ['FIND {acme) OR}', 'MALFORMED_SEARCH', 'unexpected token'],
    ['FIND {acme} RETURNING Nothing(Id)', 'INVALID_TYPE', "sObject type 'Nothing' is not supported"],
    ['FIND {acme} RETURNING Account(Nope)', 'INVALID_FIELD', "No such column 'Nope'"],
    ['FIND {acme} RETURNING Account(Id', 'MALFORMED_SEARCH', 'missing )'],
    ['FIND {acme} SIDEWAYS', 'MALFORMED_SEARCH', 'unexpected token: SIDEWAYS'],
  ])('refuses %s', async (sosl, errorCode, message) => {
    const answer = await search(sosl);
    expect(answer.status).toBe(400);
    expect(textAt(answer, 0, 'errorCode')).toBe(errorCode);
    expect(textAt(answer, 0, 'message')).toContain(message);
  });

  test('says that it does not emulate WITH', async () => {
    expect((await search('FIND {acme} WITH SNIPPET')).status).toBe(501);
  });

  test('is not confused by hostile terms', async () => {
    for (const term of [
      '(((('.repeat(1000),
      'a*'.repeat(500),
      '"'.repeat(2001),
      String.raw`\{\}\(\)`,
      '‮😀*?',
    ]) {
      expect([200, 400]).toContain((await search(`FIND {${term}} RETURNING Account(Id)`)).status);
    }
  });
});

describe('parameterized search', () => {
  test('takes parameters', async () => {
    const query = 'q=acme*&sobject=Account&Account.fields=Name&Account.limit=2&in=NAME';
    expect(names(await client.call('GET', `/parameterizedSearch?${query}`))).toEqual([
      'Acme Printing',
      'Acmeology Institute',
    ]);
  });

  test('takes a body', async () => {
    const body = { q: 'acme', fields: ['Name'], sobjects: [{ name: 'Account', where: "Name != 'Globex'" }] };
    expect(names(await client.call('POST', '/parameterizedSearch', body))).toEqual(['Acme Printing']);
  });

  test('refuses what it does not know', async () => {
    const answer = await client.call('POST', '/parameterizedSearch', { q: 'acme', colour: 'red' });
    expect({ status: answer.status, code: at(answer, 0, 'errorCode') }).toEqual({
      status: 400,
      code: 'INVALID_SEARCH',
    });
  });
});
