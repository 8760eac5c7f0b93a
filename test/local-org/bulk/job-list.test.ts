import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, signIn, textAt, type OrgClient } from '../server/org-client.ts';
import { createIngest, runQuery } from './run-job.ts';

let org: TestOrg;
let client: OrgClient;
let ingestId: string;
let queryId: string;
beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
  ingestId = await createIngest(client, { object: 'Account', operation: 'insert' });
  ({ id: queryId } = await runQuery(client, { query: 'SELECT Id FROM Account' }));
});
afterAll(() => org.close());

async function listed(path: string): Promise<unknown[]> {
  const records = at(await client.call('GET', path), 'records') as { id: string; jobType: string }[];
  return records.map(({ id, jobType }) => [id, jobType]);
}

describe('the list of jobs', () => {
  it.each([
    ['/jobs/ingest', ['ingest']],
    ['/jobs/ingest?jobType=V2Ingest', ['ingest']],
    ['/jobs/ingest?jobType=Classic', []],
    ['/jobs/ingest?jobType=BigObjectIngest', []],
    ['/jobs/query', ['ingest', 'query']],
    ['/jobs/query?jobType=V2Query', ['query']],
    ['/jobs/query?jobType=V2Ingest', ['ingest']],
    ['/jobs/query?concurrencyMode=parallel', undefined],
    ['/jobs/query?concurrencyMode=Parallel', ['ingest', 'query']],
    ['/jobs/query?concurrencyMode=Serial', []],
    ['/jobs/query?isPkChunkingEnabled=true', []],
    ['/jobs/query?isPkChunkingEnabled=false', ['ingest', 'query']],
  ])('of %s has %j', async (path, kinds) => {
    if (kinds === undefined) {
      const answer = await client.call('GET', path);
      expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'API_ERROR']);
      return;
    }
    const all = { ingest: [ingestId, 'V2Ingest'], query: [queryId, 'V2Query'] };
    expect(await listed(path)).toEqual(kinds.map((kind) => all[kind as 'ingest' | 'query']));
  });

  it('of query jobs goes on under /jobs/ingest, with the filter it began with', async () => {
    await using other = await startTestOrg();
    const own = await signIn(other);
    for (let n = 0; n < 1_001; n++) {
      await own.call('POST', '/jobs/query', { operation: 'query', query: 'SELECT Id FROM Account' });
    }
    await createIngest(own, { object: 'Account', operation: 'insert' });
    const first = await own.call('GET', '/jobs/query?jobType=V2Query');
    const next = textAt(first, 'nextRecordsUrl');
    expect(next).toMatch(/^\/services\/data\/v67\.0\/jobs\/ingest\?queryLocator=01g/);
    const second = await own.call('GET', next);
    expect(second.body).toMatchObject({
      done: true,
      nextRecordsUrl: null,
      records: [{ jobType: 'V2Query' }],
    });
  });
});
