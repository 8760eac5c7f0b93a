import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, textAt, type Answer, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;
let nowMs: number;
beforeEach(async () => {
  nowMs = Date.UTC(2030, 0, 1);
  org = await startTestOrg({ clock: { now: () => nowMs } });
  client = await signIn(org);
});
afterEach(() => org.close());

/** Creates accounts `A0000`, `A0001`, … */
async function createAccounts(count: number): Promise<void> {
  for (let first = 0; first < count; first += 200) {
    const records = Array.from({ length: Math.min(200, count - first) }, (_, index) => ({
      attributes: { type: 'Account' },
      Name: `A${String(first + index).padStart(4, '0')}`,
    }));
    const { status } = await client.call('POST', '/composite/sobjects', { records });
    expect(status).toBe(200);
  }
}

const names = (answer: Answer) => (at(answer, 'records') as { Name: string }[]).map(({ Name }) => Name);
const small = { 'Sforce-Query-Options': 'batchSize=200' };
const byName = queryPath('SELECT Name FROM Account ORDER BY Name');

describe('GET /query', () => {
  it('gives records with their attributes first and the fields in SELECT order', async () => {
    await createAccounts(1);
    const answer = await client.call('GET', queryPath('select name, ID from account'));
    expect(answer.body).toMatchObject({ totalSize: 1, done: true });
    expect(Object.keys(at(answer, 'records', 0) as object)).toEqual(['attributes', 'Name', 'Id']);
    expect(at(answer, 'records', 0, 'attributes')).toEqual({
      type: 'Account',
      url: `/services/data/v67.0/sobjects/Account/${textAt(answer, 'records', 0, 'Id')}`,
    });
    expect(answer.body).not.toHaveProperty('nextRecordsUrl');
  });

  it('cuts pages of 2,000 unless the client asks for fewer', async () => {
    await createAccounts(2_001);
    const first = await client.call('GET', byName);
    expect(first.body).toMatchObject({ totalSize: 2_001, done: false });
    expect(names(first)).toHaveLength(2_000);
    expect(textAt(first, 'nextRecordsUrl')).toMatch(/^\/services\/data\/v67\.0\/query\/01g\w{15}-2000$/);

    const last = await client.call('GET', textAt(first, 'nextRecordsUrl'));
    expect(last.body).toMatchObject({ totalSize: 2_001, done: true });
    expect(names(last)).toEqual(['A2000']);
  });

  it('pages through everything once, in order, at the batch size of the client', async () => {
    await createAccounts(450);
    let page = await client.call('GET', byName, undefined, small);
    const sizes = [names(page).length];
    const all = names(page);
    while (at(page, 'done') === false) {
      page = await client.call('GET', textAt(page, 'nextRecordsUrl'), undefined, small);
      sizes.push(names(page).length);
      all.push(...names(page));
    }
    expect(sizes).toEqual([200, 200, 50]);
    expect(all).toEqual(Array.from({ length: 450 }, (_, index) => `A${String(index).padStart(4, '0')}`));
  });

  it('ends on a full page without an empty one behind it', async () => {
    await createAccounts(400);
    const first = await client.call('GET', byName, undefined, small);
    const second = await client.call('GET', textAt(first, 'nextRecordsUrl'), undefined, small);
    expect([names(second).length, at(second, 'done')]).toEqual([200, true]);
  });

  it('gives the same page again when it is asked for twice, whatever was written since', async () => {
    await createAccounts(400);
    const first = await client.call('GET', byName, undefined, small);
    const next = textAt(first, 'nextRecordsUrl');
    const page = await client.call('GET', next, undefined, small);
    await client.call('POST', '/sobjects/Account', { Name: 'A0000 and a half' });
    const again = await client.call('GET', next, undefined, small);
    expect(again.text).toBe(page.text);
  });

  it('keeps its place while the records it gave are deleted', async () => {
    await createAccounts(400);
    const first = await client.call('GET', queryPath('SELECT Id, Name FROM Account'), undefined, small);
    const ids = (at(first, 'records') as { Id: string }[]).map(({ Id }) => Id);
    await client.call('DELETE', `/composite/sobjects?ids=${ids.join(',')}`);
    const second = await client.call('GET', textAt(first, 'nextRecordsUrl'), undefined, small);
    expect(new Set([...names(first), ...names(second)]).size).toBe(400);
  });

  it('keeps two queries with the same text apart', async () => {
    await createAccounts(400);
    const one = await client.call('GET', byName, undefined, small);
    const two = await client.call('GET', byName, undefined, small);
    expect(textAt(one, 'nextRecordsUrl')).not.toBe(textAt(two, 'nextRecordsUrl'));
    const [restOfOne, restOfTwo] = await Promise.all(
      [one, two].map((page) => client.call('GET', textAt(page, 'nextRecordsUrl'), undefined, small)),
    );
    expect(names(restOfOne!)).toEqual(names(restOfTwo!));
  });

  it('counts without records for COUNT()', async () => {
    await createAccounts(3);
    const { body } = await client.call('GET', queryPath('SELECT COUNT() FROM Account'));
    expect(body).toEqual({ totalSize: 3, done: true, records: [] });
  });

  it('finds nothing as an empty, finished page (C13)', async () => {
    const { body } = await client.call('GET', byName);
    expect(body).toEqual({ totalSize: 0, done: true, records: [] });
  });

  it('hides what was deleted, and queryAll shows it', async () => {
    await createAccounts(2);
    const { body } = await client.call('GET', queryPath('SELECT Id FROM Account LIMIT 1'));
    const { records } = body as { records: [{ Id: string }] };
    await client.call('DELETE', `/sobjects/Account/${records[0].Id}`);
    const visible = await client.call('GET', queryPath('SELECT Id FROM Account'));
    const all = await client.call('GET', queryPath('SELECT Id FROM Account', 'queryAll'));
    expect([at(visible, 'totalSize'), at(all, 'totalSize')]).toEqual([1, 2]);
  });

  it('refuses a query with the code and place Salesforce gives', async () => {
    const answer = await client.call('GET', queryPath('SELECT Nothing FROM Account'));
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'INVALID_FIELD']);
    expect(textAt(answer, 0, 'message')).toContain("No such column 'Nothing' on entity 'Account'");
    const missing = await client.call('GET', '/query');
    expect([missing.status, at(missing, 0, 'errorCode')]).toEqual([400, 'MALFORMED_QUERY']);
  });

  it.each(['/query/01gRO0000000001YAA-200', '/query/nonsense', '/query/01gRO0000000001YAA'])(
    'refuses the locator %s with INVALID_QUERY_LOCATOR',
    async (path) => {
      const { status, body } = await client.call('GET', path);
      expect(status).toBe(400);
      expect(body).toEqual([{ message: 'invalid query locator', errorCode: 'INVALID_QUERY_LOCATOR' }]);
    },
  );

  it('refuses a place behind the last record', async () => {
    await createAccounts(201);
    const page = await client.call('GET', byName, undefined, small);
    const behind = textAt(page, 'nextRecordsUrl').replace(/-200$/, '-201');
    expect((await client.call('GET', behind)).status).toBe(400);
  });

  it('forgets a query after two days', async () => {
    await createAccounts(201);
    const page = await client.call('GET', byName, undefined, small);
    nowMs += 2 * 24 * 3_600_000;
    const later = await signIn(org);
    const answer = await later.call('GET', textAt(page, 'nextRecordsUrl'));
    expect(at(answer, 0, 'errorCode')).toBe('INVALID_QUERY_LOCATOR');
  });

  it('refuses a batch size outside 200..2000', async () => {
    for (const batchSize of ['199', '2001']) {
      const headers = { 'Sforce-Query-Options': `batchSize=${batchSize}` };
      const answer = await client.call('GET', byName, undefined, headers);
      expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'INVALID_BATCH_SIZE']);
    }
  });
});
