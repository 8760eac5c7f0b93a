import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, signIn, textAt, type Answer, type OrgClient } from '../server/org-client.ts';
import { runIngest, runQuery, setState, waitForEnd } from './run-job.ts';

let org: TestOrg;
let client: OrgClient;
beforeAll(async () => {
  org = await startTestOrg({ queryPageRows: 400, clock: { now: () => Date.UTC(2030, 0, 2, 3, 4, 5) } });
  client = await signIn(org);
  const rows = Array.from({ length: 1_000 }, (_, n) => `N${String(n).padStart(4, '0')},"multi\nline ${n}"\n`);
  await runIngest(client, { object: 'Account', operation: 'insert' }, `Name,Description\n${rows.join('')}`);
});
afterAll(() => org.close());

const query = 'SELECT Name, Description, Parent.Name FROM Account ORDER BY Name';
const header = '"Name","Description","Parent.Name"\n';
const row = (n: number) => `"N${String(n).padStart(4, '0')}","multi\nline ${n}",""\n`;
const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => row(from + n)).join('');

function results(id: string, parameters = ''): Promise<Answer> {
  return client.call('GET', `/jobs/query/${id}/results${parameters}`, undefined, { Accept: 'text/csv' });
}

describe('a query job', () => {
  it('starts in UploadComplete and ends in JobComplete with its row count', async () => {
    const created = await client.call('POST', '/jobs/query', { operation: 'query', query });
    expect(created.body).toMatchObject({
      operation: 'query',
      object: 'Account',
      createdDate: '2030-01-02T03:04:05.000+0000',
      state: 'UploadComplete',
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: 67,
      lineEnding: 'LF',
      columnDelimiter: 'COMMA',
    });
    const info = await waitForEnd(client, 'query', textAt(created, 'id'));
    expect(info.body).toMatchObject({
      state: 'JobComplete',
      jobType: 'V2Query',
      numberRecordsProcessed: 1_000,
      retries: 0,
      isPkChunkingSupported: false,
    });
  });

  it('gives its result in pages that all begin with the header; the last locator is the text null (A2)', async () => {
    const { id } = await runQuery(client, { query });
    const first = await results(id);
    expect(first.headers.get('content-type')).toBe('text/csv');
    expect(first.headers.get('sforce-numberofrecords')).toBe('400');
    expect(first.text).toBe(header + rows(0, 400));

    const second = await results(id, `?locator=${first.headers.get('sforce-locator')!}`);
    const third = await results(id, `?locator=${second.headers.get('sforce-locator')!}`);
    expect(second.text).toBe(header + rows(400, 800));
    expect(third.text).toBe(header + rows(800, 1_000));
    expect(third.headers.get('sforce-numberofrecords')).toBe('200');
    expect(third.headers.get('sforce-locator')).toBe('null');
  });

  it('cuts pages at maxRecords, again from any locator', async () => {
    const { id } = await runQuery(client, { query });
    const page = await results(id, '?maxRecords=999');
    const locator = page.headers.get('sforce-locator')!;
    for (let time = 0; time < 2; time++) {
      const last = await results(id, `?locator=${locator}&maxRecords=1`);
      expect(last.text).toBe(header + row(999));
      expect(last.headers.get('sforce-locator')).toBe('null');
    }
    const exact = await results(id, '?maxRecords=1000');
    expect(exact.headers.get('sforce-locator')).toBe('null');
  });

  it('refuses a locator or a page size that makes no sense', async () => {
    const { id } = await runQuery(client, { query });
    for (const locator of ['null', 'xyz', 'MTAwMA', '']) {
      const answer = await results(id, `?locator=${locator}`);
      expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'INVALID_QUERY_LOCATOR']);
    }
    expect((await results(id, '?maxRecords=0')).status).toBe(400);
  });

  it('gives up to five addresses of pages at once, which lead on to the next five', async () => {
    const { id } = await runQuery(client, { query });
    const first = await client.call('GET', `/jobs/query/${id}/resultPages?maxRecords=150`);
    expect(at(first, 'resultPages')).toHaveLength(5);
    expect(at(first, 'done')).toBe(false);
    const second = await client.call('GET', textAt(first, 'nextRecordsUrl'));
    expect(at(second, 'resultPages')).toHaveLength(2);
    expect(at(second, 'done')).toBe(true);
    expect(second.body).not.toHaveProperty('nextRecordsUrl');

    const urls = [
      ...(at(first, 'resultPages') as { resultUrl: string }[]),
      ...(at(second, 'resultPages') as { resultUrl: string }[]),
    ];
    const pages = await Promise.all(urls.map(({ resultUrl }) => client.call('GET', resultUrl)));
    expect(pages.map(({ text }) => text.slice(header.length)).join('')).toBe(rows(0, 1_000));
  });

  it('has resultPages from 58.0 on and query jobs from 47.0 on', async () => {
    const old = await client.call('POST', '/services/data/v57.0/jobs/query', { operation: 'query', query });
    const id = textAt(old, 'id');
    expect((await client.call('GET', `/services/data/v57.0/jobs/query/${id}/resultPages`)).status).toBe(404);
    const older = await client.call('POST', '/services/data/v46.0/jobs/query', { operation: 'query', query });
    expect(older.status).toBe(404);
  });

  it('gives results in the version it was made in only (409), columns by name before 50.0', async () => {
    const path = '/services/data/v49.0/jobs/query';
    const created = await client.call('POST', path, {
      operation: 'query',
      query: 'SELECT Name, Id FROM Account LIMIT 1',
    });
    const id = textAt(created, 'id');
    await waitForEnd(client, 'query', id);
    expect((await results(id)).status).toBe(409);
    const own = await client.call('GET', `${path}/${id}/results`);
    expect(own.text).toMatch(/^"Id","Name"\n"001\w{15}","N0000"\n$/);
  });

  it('writes the delimiter and line ending it was asked for', async () => {
    const { id } = await runQuery(client, {
      query: "SELECT Name, CreatedDate FROM Account WHERE Name = 'N0001'",
      columnDelimiter: 'TAB',
      lineEnding: 'CRLF',
    });
    expect((await results(id)).text).toBe('"Name"\t"CreatedDate"\r\n"N0001"\t"2030-01-02T03:04:05.000Z"\r\n');
  });

  it('gives the header alone for no rows (C13)', async () => {
    const { id, info } = await runQuery(client, { query: "SELECT Id FROM Account WHERE Name = 'none'" });
    expect(at(info, 'numberRecordsProcessed')).toBe(0);
    const page = await results(id);
    expect([
      page.text,
      page.headers.get('sforce-locator'),
      page.headers.get('sforce-numberofrecords'),
    ]).toEqual(['"Id"\n', 'null', '0']);
  });

  it('sees deleted rows as queryAll only (B23)', async () => {
    await using other = await startTestOrg();
    const own = await signIn(other);
    const { successful } = await runIngest(own, { object: 'Account', operation: 'insert' }, 'Name\nA\nB\n');
    const id = /"(001\w{15})"/.exec(successful)![1]!;
    await own.call('DELETE', `/sobjects/Account/${id}`);
    const count = async (operation: string) =>
      at(
        (await runQuery(own, { operation, query: 'SELECT Id FROM Account' })).info,
        'numberRecordsProcessed',
      );
    expect([await count('query'), await count('queryAll')]).toEqual([1, 2]);
  });

  it.each([
    ['SOQL that is wrong', { query: 'SELECT FROM Account' }],
    ['an aggregate', { query: 'SELECT COUNT(Id) FROM Account' }],
    ['a child subquery', { query: 'SELECT Id, (SELECT Id FROM Contacts) FROM Account' }],
    ['an unknown operation', { operation: 'merge', query }],
    ['no query', {}],
  ])('is not created for %s', async (_what, settings) => {
    const answer = await client.call('POST', '/jobs/query', { operation: 'query', ...settings });
    expect(answer.status).toBe(400);
    expect(textAt(answer, 0, 'errorCode')).toMatch(/^[A-Z_]+$/);
  });

  it('stops at an abort and has no results then', async () => {
    const created = await client.call('POST', '/jobs/query', { operation: 'query', query });
    const id = textAt(created, 'id');
    const aborted = await setState(client, 'query', id, 'Aborted');
    // A small query may be done before the abort arrives.
    const info = await waitForEnd(client, 'query', id);
    expect([200, 400]).toContain(aborted.status);
    expect(textAt(info, 'state')).toBe(aborted.status === 200 ? 'Aborted' : 'JobComplete');
    expect((await results(id)).status).toBe(aborted.status === 200 ? 400 : 200);
  });

  it('is deleted when it has ended, and listed until then', async () => {
    const { id } = await runQuery(client, { query });
    const listed = async () =>
      (at(await client.call('GET', '/jobs/query'), 'records') as { id: string }[]).map((job) => job.id);
    expect(await listed()).toContain(id);
    expect((await client.call('DELETE', `/jobs/query/${id}`)).status).toBe(204);
    expect(await listed()).not.toContain(id);
    expect((await results(id)).status).toBe(404);
  });

  it('counts against the daily number of query jobs', async () => {
    const remaining = async () =>
      at(await client.call('GET', '/limits'), 'DailyBulkV2QueryJobs', 'Remaining') as number;
    const before = await remaining();
    await runQuery(client, { query });
    expect(await remaining()).toBe(before - 1);
  });
});
