import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, textAt, type OrgClient } from '../server/org-client.ts';
import { createIngest, runIngest, setState, upload, waitForEnd } from './run-job.ts';

let org: TestOrg;
let client: OrgClient;
beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});
afterAll(() => org.close());

const insert = { object: 'Account', operation: 'insert' };

describe('creating an ingest job', () => {
  it('answers the open job with the address for its data', async () => {
    const answer = await client.call('POST', '/jobs/ingest/', {
      object: 'account',
      operation: 'upsert',
      externalIdFieldName: 'id',
      contentType: 'CSV',
      lineEnding: 'CRLF',
      columnDelimiter: 'PIPE',
    });
    const id = textAt(answer, 'id');
    expect(answer.status).toBe(200);
    expect(id).toMatch(/^750\w{15}$/);
    expect(answer.body).toMatchObject({
      id,
      operation: 'upsert',
      object: 'Account',
      externalIdFieldName: 'Id',
      state: 'Open',
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: 67,
      jobType: 'V2Ingest',
      contentUrl: `services/data/v67.0/jobs/ingest/${id}/batches`,
      lineEnding: 'CRLF',
      columnDelimiter: 'PIPE',
    });
    expect(textAt(answer, 'createdDate')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
    expect(answer.text).toContain('"apiVersion":67.0,');
  });

  it.each([
    ['an unknown object', { object: 'Nothing', operation: 'insert' }, 'INVALIDENTITY'],
    ['an unknown operation', { object: 'Account', operation: 'merge' }, 'JSON_PARSER_ERROR'],
    ['an upsert without external id', { object: 'Account', operation: 'upsert' }, 'INVALIDJOB'],
    [
      'an upsert by a field that is no external id',
      { object: 'Account', operation: 'upsert', externalIdFieldName: 'Phone' },
      'INVALIDJOB',
    ],
    ['an unknown delimiter', { ...insert, columnDelimiter: 'COLON' }, 'JSON_PARSER_ERROR'],
    ['an unknown setting', { ...insert, nonsense: 1 }, 'JSON_PARSER_ERROR'],
    ['no settings', undefined, 'JSON_PARSER_ERROR'],
  ])('is refused for %s', async (_what, settings, errorCode) => {
    const answer = await client.call('POST', '/jobs/ingest', settings);
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, errorCode]);
  });

  it('does not exist before 41.0', async () => {
    const old = await client.call('POST', '/services/data/v40.0/jobs/ingest', insert);
    expect(old.status).toBe(404);
  });
});

describe('uploading', () => {
  it('is possible once (a second PUT says so) and only while the job is open', async () => {
    const id = await createIngest(client, insert);
    const first = await upload(client, id, 'Name\nA\n');
    expect([first.status, first.text]).toEqual([201, '']);

    const second = await upload(client, id, 'Name\nB\n');
    expect([second.status, textAt(second, 0, 'message')]).toEqual([
      400,
      expect.stringContaining(`Found multiple contents for job: <${id}>`),
    ]);

    await setState(client, 'ingest', id, 'UploadComplete');
    const late = await upload(client, id, 'Name\nC\n');
    expect([late.status, at(late, 0, 'errorCode')]).toEqual([400, 'INVALIDJOBSTATE']);
    const info = await waitForEnd(client, 'ingest', id);
    expect(at(info, 'numberRecordsProcessed')).toBe(1);
  });

  it('can be done again after it broke off half way (A10)', async () => {
    const id = await createIngest(client, insert);
    await brokenUpload(id);
    let answer = await upload(client, id, 'Name\nWhole\n');
    // The org learns of the cut connection on its own time; until then it holds the job for that upload.
    while (answer.status === 400) answer = await upload(client, id, 'Name\nWhole\n');
    expect(answer.status).toBe(201);
    await setState(client, 'ingest', id, 'UploadComplete');
    const info = await waitForEnd(client, 'ingest', id);
    expect(at(info, 'numberRecordsProcessed')).toBe(1);
  });

  it('takes CSV that is not compressed, nothing else', async () => {
    const id = await createIngest(client, insert);
    const path = `/jobs/ingest/${id}/batches`;
    const jsonType = await client.call('PUT', path, '[]', { 'Content-Type': 'application/json' });
    expect(jsonType.status).toBe(415);
    const gzip = await client.call('PUT', path, 'x', {
      'Content-Type': 'text/csv',
      'Content-Encoding': 'gzip',
    });
    expect(gzip.status).toBe(501);
    expect((await upload(client, id, 'Name\nA\n')).status).toBe(201);
  });
});

describe('the states of an ingest job', () => {
  it('pass through InProgress, where polls see the counters grow', async () => {
    const rows = Array.from({ length: 12_000 }, (_, n) => `Progress ${n}`);
    const id = await createIngest(client, insert);
    await upload(client, id, `Name\n${rows.join('\n')}\n`);
    await setState(client, 'ingest', id, 'UploadComplete');
    const seen: [string, number][] = [];
    await waitForEnd(client, 'ingest', id, (info) =>
      seen.push([textAt(info, 'state'), at(info, 'numberRecordsProcessed') as number]),
    );
    const underway = seen.filter(([state, count]) => state === 'InProgress' && count > 0 && count < 12_000);
    expect(underway.length).toBeGreaterThan(0);
    expect(seen.map(([, count]) => count)).toEqual(seen.map(([, count]) => count).sort((a, b) => a - b));
    expect(seen.at(-1)).toEqual(['JobComplete', 12_000]);
  });

  it('count a batch of the daily allowance for every 10,000 rows begun', async () => {
    const used = async () =>
      at(await client.call('GET', '/limits'), 'DailyBulkApiBatches', 'Remaining') as number;
    const before = await used();
    await runIngest(client, insert, `Name\n${'Batch\n'.repeat(10_001)}`);
    expect(before - (await used())).toBe(2);
  });

  it('end in JobComplete with no rows for an upload that is empty, has a header only, or never came (B27)', async () => {
    for (const text of ['', 'Name\n', 'Name']) {
      const { info } = await runIngest(client, insert, text);
      expect(info.body).toMatchObject({
        state: 'JobComplete',
        numberRecordsProcessed: 0,
        numberRecordsFailed: 0,
      });
    }
    const id = await createIngest(client, insert);
    await setState(client, 'ingest', id, 'UploadComplete');
    expect(textAt(await waitForEnd(client, 'ingest', id), 'state')).toBe('JobComplete');
  });

  it('refuse to go back', async () => {
    const { id } = await runIngest(client, insert, 'Name\nDone\n');
    const abort = await setState(client, 'ingest', id, 'Aborted');
    expect([abort.status, abort.body]).toEqual([
      400,
      [{ errorCode: 'INVALIDJOBSTATE', message: 'Aborting already Completed Job not allowed' }],
    ]);
    const close = await setState(client, 'ingest', id, 'UploadComplete');
    expect(at(close, 0, 'message')).toBe('Closing already Completed Job not allowed');
    const odd = await setState(client, 'ingest', id, 'InProgress');
    expect([odd.status, at(odd, 0, 'errorCode')]).toEqual([400, 'INVALIDJOBSTATE']);
  });

  it('give no results before the end', async () => {
    const id = await createIngest(client, insert);
    const answer = await client.call('GET', `/jobs/ingest/${id}/successfulResults`);
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'INVALIDJOBSTATE']);
  });

  it('stop at an abort: what was done stays, the rest is unprocessed, and nothing is lost', async () => {
    const id = await createIngest(client, insert);
    const rowCount = 20_000;
    await upload(client, id, `Name\n${Array.from({ length: rowCount }, (_, n) => `Abort ${n}\n`).join('')}`);
    await setState(client, 'ingest', id, 'UploadComplete');
    const info = await waitForEnd(client, 'ingest', id, (poll) =>
      at(poll, 'numberRecordsProcessed') === 0 ? undefined : setState(client, 'ingest', id, 'Aborted'),
    );
    expect(textAt(info, 'state')).toBe('Aborted');

    const lines = async (name: string) =>
      (await client.call('GET', `/jobs/ingest/${id}/${name}`)).text.split('\n').length - 2;
    const done = await lines('successfulResults');
    const left = await lines('unprocessedrecords');
    expect(done).toBeGreaterThan(0);
    expect(left).toBeGreaterThan(0);
    expect(done + left).toBe(rowCount);
    const stored = await client.call(
      'GET',
      queryPath("SELECT COUNT() FROM Account WHERE Name LIKE 'Abort %'"),
    );
    expect(at(stored, 'totalSize')).toBe(done);
  });

  it('leave the rows of a job that is aborted while open unprocessed', async () => {
    const id = await createIngest(client, insert);
    await upload(client, id, 'Name\nNever\n');
    const answer = await setState(client, 'ingest', id, 'Aborted');
    expect(textAt(answer, 'state')).toBe('Aborted');
    const { text } = await client.call('GET', `/jobs/ingest/${id}/unprocessedrecords`);
    expect(text).toBe('"Name"\n"Never"\n');
  });
});

describe('ingest jobs', () => {
  it('are deleted when they have ended, with their results, and are 404 then', async () => {
    const open = await createIngest(client, insert);
    const refused = await client.call('DELETE', `/jobs/ingest/${open}`);
    expect([refused.status, at(refused, 0, 'errorCode')]).toEqual([400, 'API_ERROR']);

    const { id } = await runIngest(client, insert, 'Name\nGone\n');
    expect((await client.call('DELETE', `/jobs/ingest/${id}`)).status).toBe(204);
    for (const path of [`/jobs/ingest/${id}`, `/jobs/ingest/${id}/successfulResults`]) {
      const answer = await client.call('GET', path);
      expect(answer.body).toEqual([
        { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' },
      ]);
    }
  });

  it('are listed by the thousand', async () => {
    await using other = await startTestOrg();
    const lister = await signIn(other);
    for (let n = 0; n < 1_001; n++) await createIngest(lister, insert);
    const first = await lister.call('GET', '/jobs/ingest');
    expect(at(first, 'records')).toHaveLength(1_000);
    expect(at(first, 'done')).toBe(false);
    const second = await lister.call('GET', textAt(first, 'nextRecordsUrl'));
    expect(second.body).toMatchObject({ done: true, nextRecordsUrl: null, records: [{ state: 'Open' }] });
    const wrong = await lister.call('GET', '/jobs/ingest?queryLocator=x');
    expect(at(wrong, 0, 'errorCode')).toBe('INVALID_QUERY_LOCATOR');
  });

  it('give results in the version they were made in only (409)', async () => {
    const { id } = await runIngest(client, insert, 'Name\nVersioned\n');
    const other = await client.call('GET', `/services/data/v60.0/jobs/ingest/${id}/successfulResults`);
    expect(other.status).toBe(409);
    expect((await client.call('GET', `/services/data/v60.0/jobs/ingest/${id}`)).status).toBe(200);
  });
});

/** Announces more than it sends, then cuts the connection. */
function brokenUpload(id: string): Promise<void> {
  return new Promise((resolve) => {
    const put = request(`${org.url}/services/data/v67.0/jobs/ingest/${id}/batches`, {
      method: 'PUT',
      headers: {
        Authorization: `Bearer ${client.sessionId}`,
        'Content-Type': 'text/csv',
        'Content-Length': 1000,
      },
    });
    put.on('error', () => {
      resolve();
    });
    put.write('Name\nHalf', () => put.destroy(new Error('cut')));
  });
}
