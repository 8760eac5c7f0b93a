import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, textAt } from '../server/org-client.ts';
import { createIngest, runIngest, runQuery, setState, upload, waitForEnd } from './run-job.ts';

let folder: string;
let dataFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sfsc-kept-'));
  dataFile = join(folder, 'org.sqlite');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const insert = { object: 'Account', operation: 'insert' };
const rows = (count: number) =>
  `Name\n${Array.from({ length: count }, (_, n) => `Kept ${String(n).padStart(5, '0')}\n`).join('')}`;
const linesOf = (text: string) => text.trimEnd().split('\n').slice(1);

describe('the jobs of an org with a data file', () => {
  it('are there after a restart with their uploads, counters and results', async () => {
    const first = await startTestOrg({ dataFile });
    const before = await signIn(first);
    const done = await runIngest(before, insert, 'Name,Phone\nGood,1\n,2\n');
    const query = await runQuery(before, { query: 'SELECT Name FROM Account' });
    const result = await before.call('GET', `/jobs/query/${query.id}/results`);
    const open = await createIngest(before, insert);
    await upload(before, open, 'Name\nLater\n');
    await first.close();

    await using second = await startTestOrg({ dataFile });
    const client = await signIn(second);
    const info = await client.call('GET', `/jobs/ingest/${done.id}`);
    expect(info.body).toEqual(done.info.body);
    for (const [kind, text] of [
      ['successfulResults', done.successful],
      ['failedResults', done.failed],
      ['unprocessedrecords', done.unprocessed],
    ] as const) {
      expect((await client.call('GET', `/jobs/ingest/${done.id}/${kind}`)).text).toBe(text);
    }
    expect((await client.call('GET', `/jobs/query/${query.id}/results`)).text).toBe(result.text);

    expect((await upload(client, open, 'Name\nAgain\n')).status).toBe(400);
    await setState(client, 'ingest', open, 'UploadComplete');
    expect(at(await waitForEnd(client, 'ingest', open), 'numberRecordsProcessed')).toBe(1);
    expect(second.jobs().find(({ id }) => id === open)?.uploads).toEqual([
      { bytes: 11, sha256: createHash('sha256').update('Name\nLater\n').digest('hex'), complete: true },
    ]);
    const fresh = await createIngest(client, insert);
    expect([done.id, query.id, open]).not.toContain(fresh);
  });

  it('go on where they were when the org was closed, with no row lost and none twice', async () => {
    const rowCount = 8_000;
    const first = await startTestOrg({ dataFile });
    const before = await signIn(first);
    const id = await createIngest(before, insert);
    await upload(before, id, rows(rowCount));
    await setState(before, 'ingest', id, 'UploadComplete');
    let doneBefore = 0;
    while (doneBefore === 0) {
      doneBefore = at(await before.call('GET', `/jobs/ingest/${id}`), 'numberRecordsProcessed') as number;
    }
    await first.close();

    await using second = await startTestOrg({ dataFile });
    const client = await signIn(second);
    const info = await waitForEnd(client, 'ingest', id);
    expect(doneBefore).toBeLessThan(rowCount);
    expect(info.body).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: rowCount,
      numberRecordsFailed: 0,
    });
    const { text } = await client.call('GET', `/jobs/ingest/${id}/successfulResults`);
    expect(new Set(linesOf(text)).size).toBe(rowCount);
    const stored = await client.call('GET', queryPath('SELECT COUNT() FROM Account'));
    expect(at(stored, 'totalSize')).toBe(rowCount);
  });

  it('leave no files behind when they are deleted', async () => {
    await using org = await startTestOrg({ dataFile });
    const client = await signIn(org);
    const { id } = await runIngest(client, insert, rows(500));
    expect(readdirSync(`${dataFile}.spool`).filter((name) => name.startsWith(id))).not.toEqual([]);
    await client.call('DELETE', `/jobs/ingest/${id}`);
    expect(readdirSync(`${dataFile}.spool`)).toEqual([]);
  });

  it('are only those that were not deleted', async () => {
    const first = await startTestOrg({ dataFile });
    const before = await signIn(first);
    const { id } = await runIngest(before, insert, rows(1));
    await before.call('DELETE', `/jobs/ingest/${id}`);
    await first.close();
    await using second = await startTestOrg({ dataFile });
    const client = await signIn(second);
    expect(textAt(await client.call('GET', `/jobs/ingest/${id}`), 0, 'errorCode')).toBe('NOT_FOUND');
    expect(existsSync(dataFile)).toBe(true);
  });
});
