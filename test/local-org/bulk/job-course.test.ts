import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startTestOrg } from '../../support/local-org.ts';
import { at, signIn, textAt } from '../server/org-client.ts';
import { createIngest, runIngest, runQuery, setState, upload } from './run-job.ts';

const insert = { object: 'Account', operation: 'insert' };
const hourMs = 3_600_000;

/** A clock that stands until it is moved. */
function standingClock() {
  let now = Date.UTC(2030, 0, 1);
  return {
    now: () => now,
    advance: (ms: number) => {
      now += ms;
    },
  };
}

describe('the time that jobs take', () => {
  it('is that of the org: queued, then so many rows a second', async () => {
    const clock = standingClock();
    await using org = await startTestOrg({ clock, jobTiming: { queuedMs: 5_000, rowsPerSecond: 100 } });
    const client = await signIn(org);
    const id = await createIngest(client, insert);
    await upload(client, id, `Name\n${'Row\n'.repeat(400)}`);
    await setState(client, 'ingest', id, 'UploadComplete');
    const info = () => client.call('GET', `/jobs/ingest/${id}`);
    const until = async (state: string, processed: number) => {
      for (;;) {
        const { body } = await info();
        if (JSON.stringify(body).includes(`"state":"${state}"`)) {
          expect(body).toMatchObject({ numberRecordsProcessed: processed });
          return;
        }
      }
    };
    clock.advance(4_999);
    expect(textAt(await info(), 'state')).toBe('UploadComplete');
    clock.advance(1);
    let underway = await info();
    while (at(underway, 'numberRecordsProcessed') === 0) underway = await info();
    expect(underway.body).toMatchObject({ state: 'InProgress', numberRecordsProcessed: 200 });
    clock.advance(1_999);
    expect(at(await info(), 'numberRecordsProcessed')).toBe(200);
    clock.advance(1);
    await until('JobComplete', 400);
  });

  it('ends at once for a job that is aborted while it waits', async () => {
    await using org = await startTestOrg({ clock: standingClock(), jobTiming: { queuedMs: 1 } });
    const client = await signIn(org);
    const id = await createIngest(client, insert);
    await upload(client, id, 'Name\nNever\n');
    await setState(client, 'ingest', id, 'UploadComplete');
    expect(textAt(await setState(client, 'ingest', id, 'Aborted'), 'state')).toBe('Aborted');
    const { text } = await client.call('GET', `/jobs/ingest/${id}/unprocessedrecords`);
    expect(text).toBe('"Name"\n"Never"\n');
    expect((await client.call('DELETE', `/jobs/ingest/${id}`)).status).toBe(204);
  });

  it('does not keep a waiting job from being deleted', async () => {
    await using org = await startTestOrg({ clock: standingClock(), jobTiming: { queuedMs: 1 } });
    const client = await signIn(org);
    const id = await createIngest(client, insert);
    await setState(client, 'ingest', id, 'UploadComplete');
    expect((await client.call('DELETE', `/jobs/ingest/${id}`)).status).toBe(204);
  });
});

describe('the end of jobs by their age', () => {
  it('aborts what is open for 24 hours and leaves its rows unprocessed', async () => {
    const clock = standingClock();
    await using org = await startTestOrg({ clock });
    const id = await createIngest(await signIn(org), insert);
    await upload(await signIn(org), id, 'Name\nForgotten\n');
    clock.advance(24 * hourMs - 1);
    const early = await signIn(org);
    expect(textAt(await early.call('GET', `/jobs/ingest/${id}`), 'state')).toBe('Open');
    clock.advance(1_000);
    expect(textAt(await early.call('GET', `/jobs/ingest/${id}`), 'state')).toBe('Aborted');
    const { text } = await early.call('GET', `/jobs/ingest/${id}/unprocessedrecords`);
    expect(text).toBe('"Name"\n"Forgotten"\n');
  });

  it('removes what has ended 7 days ago, results and all', async () => {
    const clock = standingClock();
    await using org = await startTestOrg({ clock });
    const client = await signIn(org);
    const ingest = await runIngest(client, insert, 'Name\nOld\n');
    const query = await runQuery(client, { query: 'SELECT Id FROM Account' });
    clock.advance(7 * 24 * hourMs - 1);
    const before = await signIn(org);
    expect((await before.call('GET', `/jobs/query/${query.id}/results`)).status).toBe(200);
    clock.advance(1_000);
    for (const path of [`/jobs/ingest/${ingest.id}`, `/jobs/query/${query.id}/results`]) {
      expect((await before.call('GET', path)).status).toBe(404);
    }
  });
});

describe('what the org tells of its jobs', () => {
  it('has every upload with its size and SHA-256, the job of a client that deleted it too', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    const text = 'Name\nGood\n\u00e9\n';
    const { id } = await runIngest(client, { object: 'account', operation: 'insert' }, text);
    await client.call('DELETE', `/jobs/ingest/${id}`);
    const query = await runQuery(client, { query: 'SELECT Id FROM Account' });
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(org.jobs()).toEqual([
      {
        ...{ id, kind: 'ingest', operation: 'insert', object: 'Account', state: 'JobComplete' },
        ...{ recordsProcessed: 2, recordsFailed: 0 },
        uploads: [{ bytes: Buffer.byteLength(text), sha256, complete: true }],
      },
      {
        ...{ id: query.id, kind: 'query', operation: 'query', object: 'Account', state: 'JobComplete' },
        ...{ recordsProcessed: 2, recordsFailed: 0, uploads: [] },
      },
    ]);
  });
});
