import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, textAt, type Answer, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;
beforeEach(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});
afterEach(() => org.close());

const small = { 'Sforce-Query-Options': 'batchSize=200' };
const soql = 'SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account ORDER BY Name';

async function create(records: readonly object[]): Promise<string[]> {
  const ids: string[] = [];
  for (let first = 0; first < records.length; first += 200) {
    const part = records.slice(first, first + 200);
    const { body } = await client.call('POST', '/composite/sobjects', { records: part });
    ids.push(...(body as { id: string }[]).map(({ id }) => id));
  }
  return ids;
}

/** An account with contacts `000`, `001`, … */
async function createFamily(name: string, contacts: number): Promise<void> {
  const [AccountId] = await create([{ attributes: { type: 'Account' }, Name: name }]);
  await create(
    Array.from({ length: contacts }, (_, i) => {
      return { attributes: { type: 'Contact' }, LastName: String(i).padStart(3, '0'), AccountId };
    }),
  );
}

const lastNames = (page: Answer, ...path: (string | number)[]) =>
  (at(page, ...path, 'records') as { LastName: string }[]).map(({ LastName }) => LastName);

describe('C21: children that do not fit a page', () => {
  it('come in pages of their own, which can be asked for again', async () => {
    await createFamily('A', 450);
    const first = await client.call('GET', queryPath(soql), undefined, small);
    const contacts = ['records', 0, 'Contacts'] as const;
    expect(at(first, ...contacts)).toMatchObject({ totalSize: 450, done: false });
    const all = lastNames(first, ...contacts);
    let url = textAt(first, ...contacts, 'nextRecordsUrl');
    expect(url).toMatch(/^\/services\/data\/v67\.0\/query\/01g\w{15}-200$/);
    const sizes = [all.length];
    for (;;) {
      const page = await client.call('GET', url, undefined, small);
      expect((await client.call('GET', url, undefined, small)).text).toBe(page.text);
      expect(at(page, 'totalSize')).toBe(450);
      all.push(...lastNames(page));
      sizes.push(lastNames(page).length);
      if (at(page, 'done') === true) break;
      url = textAt(page, 'nextRecordsUrl');
    }
    expect(sizes).toEqual([200, 200, 50]);
    expect(new Set(all).size).toBe(450);
    expect(all).toEqual([...all].sort());
  });

  it('stay as they were when contacts are deleted between two pages', async () => {
    await createFamily('A', 300);
    const first = await client.call(
      'GET',
      queryPath('SELECT (SELECT Id, LastName FROM Contacts ORDER BY LastName) FROM Account'),
      undefined,
      small,
    );
    const deleted = textAt(first, 'records', 0, 'Contacts', 'records', 0, 'Id');
    expect((await client.call('DELETE', `/sobjects/Contact/${deleted}`)).status).toBe(204);
    const next = await client.call('GET', textAt(first, 'records', 0, 'Contacts', 'nextRecordsUrl'));
    expect(lastNames(next)[0]).toBe('200');
    expect(lastNames(next)).toHaveLength(100);
  });

  it('count to the page of their parents', async () => {
    for (const name of ['A', 'B', 'C', 'D']) await createFamily(name, 120);
    const first = await client.call('GET', queryPath(soql), undefined, small);
    expect(first.body).toMatchObject({ totalSize: 4, done: false });
    expect((at(first, 'records') as { Name: string }[]).map(({ Name }) => Name)).toEqual(['A', 'B']);
    expect(at(first, 'records', 1, 'Contacts')).toMatchObject({ totalSize: 120, done: true });
    const next = await client.call('GET', textAt(first, 'nextRecordsUrl'), undefined, small);
    expect((at(next, 'records') as { Name: string }[]).map(({ Name }) => Name)).toEqual(['C', 'D']);
    expect(at(next, 'done')).toBe(true);
  });

  it('nest by the version of the call', async () => {
    const nested = 'SELECT (SELECT (SELECT Id FROM Cases) FROM Contacts) FROM Account';
    const path = (version: string) => `/services/data/v${version}${queryPath(nested)}`;
    expect((await client.call('GET', path('58.0'))).status).toBe(200);
    const old = await client.call('GET', path('57.0'));
    expect([old.status, at(old, 0, 'errorCode')]).toEqual([400, 'MALFORMED_QUERY']);
  });
});
