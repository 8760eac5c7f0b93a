import { describe, expect, it } from 'vitest';
import { startTestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, textAt } from '../server/org-client.ts';
import { createIngest, runIngest, runQuery, setState, upload, waitForEnd } from './run-job.ts';

const insert = { object: 'Account', operation: 'insert' };
const rows = (name: string, count: number) =>
  `Name\n${Array.from({ length: count }, (_, n) => `${name} ${n}\n`).join('')}`;

describe('jobs and requests at the same time', () => {
  it('do not mix: every job ends with its own rows and results', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    const runs = await Promise.all(
      ['A', 'B', 'C', 'D', 'E'].map((name) => runIngest(client, insert, rows(name, 1_500))),
    );
    for (const [index, { info, successful }] of runs.entries()) {
      expect(info.body).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 1_500 });
      const name = 'ABCDE'.charAt(index);
      const lines = successful.trimEnd().split('\n').slice(1);
      expect(lines.map((line) => line.slice(28)).sort()).toEqual(
        Array.from({ length: 1_500 }, (_, n) => `"${name} ${n}"`).sort(),
      );
    }
    const total = await client.call('GET', queryPath('SELECT COUNT() FROM Account'));
    expect(at(total, 'totalSize')).toBe(7_500);
  });

  it('leave an open query its place when a call in between is rolled back', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    await runIngest(client, insert, rows('Q', 600));
    const batches = { 'Sforce-Query-Options': 'batchSize=200' };
    const query = queryPath('SELECT Name FROM Account');
    let page = await client.call('GET', query, undefined, batches);
    const names = new Set((at(page, 'records') as { Name: string }[]).map(({ Name }) => Name));
    while (at(page, 'done') === false) {
      const records = [
        { attributes: { type: 'Account' }, Name: 'Undone' },
        { attributes: { type: 'Account' } },
      ];
      await client.call('POST', '/composite/sobjects', { allOrNone: true, records });
      page = await client.call('GET', textAt(page, 'nextRecordsUrl'), undefined, batches);
      for (const { Name } of at(page, 'records') as { Name: string }[]) names.add(Name);
    }
    expect(names.size).toBe(600);
    expect(names).not.toContain('Undone');
  });

  it('let a query job run while an ingest job writes the same object', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    await runIngest(client, insert, rows('First', 3_000));
    const [query, ingest] = await Promise.all([
      runQuery(client, { query: "SELECT Id FROM Account WHERE Name LIKE 'First %'" }),
      runIngest(client, insert, rows('Second', 3_000)),
    ]);
    expect(query.info.body).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 3_000 });
    expect(ingest.info.body).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 0 });
  });

  it('end quietly when the org closes in the middle of them', async () => {
    const org = await startTestOrg();
    const client = await signIn(org);
    const id = await createIngest(client, insert);
    await upload(client, id, rows('Cut', 20_000));
    await setState(client, 'ingest', id, 'UploadComplete');
    await expect(
      waitForEnd(client, 'ingest', id, (info) =>
        at(info, 'numberRecordsProcessed') === 0 ? undefined : org.close(),
      ),
    ).rejects.toThrow();
    await expect(org.close()).resolves.toBeUndefined();
  });
});
