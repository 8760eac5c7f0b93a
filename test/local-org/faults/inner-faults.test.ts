import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FaultScriptError, startLocalOrg, type FaultRuleInput } from '../../../src/local-org/index.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, signIn, textAt, type OrgClient } from '../server/org-client.ts';

interface Ingest {
  readonly path: string;
  /** The job as soon as it is in one of the states. */
  until(...states: string[]): Promise<unknown>;
}

/** Uploads rows to a new job and closes it. */
async function ingest(client: OrgClient, csv: string, operation = 'insert'): Promise<Ingest> {
  const job = await client.call('POST', '/jobs/ingest', { object: 'Account', operation });
  const path = `/jobs/ingest/${textAt(job, 'id')}`;
  await client.call('PUT', `${path}/batches`, csv, { 'Content-Type': 'text/csv' });
  await client.call('PATCH', path, { state: 'UploadComplete' });
  return {
    path,
    until: async (...states) => {
      for (;;) {
        const answer = await client.call('GET', path);
        if (states.includes(textAt(answer, 'state'))) return answer.body;
      }
    },
  };
}

const rows = (count: number) =>
  `Name\n${Array.from({ length: count }, (_, index) => `Row ${index}\n`).join('')}`;

async function orgWith(...faults: FaultRuleInput[]): Promise<{ org: TestOrg; client: OrgClient }> {
  const org = await startTestOrg({ faults });
  return { org, client: await signIn(org) };
}

describe('rows that are locked', () => {
  it('are refused as UNABLE_TO_LOCK_ROW by share, each once, and then saved (A21)', async () => {
    const { org, client } = await orgWith();
    await using _ = org;
    const created = await client.call('POST', '/composite/sobjects', {
      records: Array.from({ length: 100 }, (_, n) => ({ attributes: { type: 'Account' }, Name: `A${n}` })),
    });
    const ids = (created.body as { id: string }[]).map(({ id }) => id);
    org.faults.add({ do: { lockRows: { object: 'account', share: 0.1, once: true } } });
    const update = async (which: readonly string[]) => {
      const records = which.map((id) => ({ attributes: { type: 'Account' }, id, Name: 'B' }));
      const answer = await client.call('PATCH', '/composite/sobjects', { records });
      return answer.body as { success: boolean; errors: { statusCode: string; message: string }[] }[];
    };
    const first = await update(ids);
    const locked = ids.filter((_, index) => !first[index]!.success);
    expect(locked.length).toBeGreaterThan(3);
    expect(locked.length).toBeLessThan(25);
    expect(first.find(({ success }) => !success)!.errors[0]).toMatchObject({
      statusCode: 'UNABLE_TO_LOCK_ROW',
      message: `unable to obtain exclusive access to this record or 1 records: ${locked[0]!}`,
    });
    expect((await update(locked)).every(({ success }) => success)).toBe(true);
  });

  it('fail in a job, with the rest saved', async () => {
    const { org, client } = await orgWith({ when: { nth: [2, 3] }, do: { lockRows: {} } });
    await using _ = org;
    const job = await ingest(client, rows(5));
    expect(await job.until('JobComplete')).toMatchObject({
      numberRecordsProcessed: 5,
      numberRecordsFailed: 2,
    });
    const failed = await client.call('GET', `${job.path}/failedResults`);
    expect(failed.text).toContain('UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record');
  });
});

describe('jobs', () => {
  it.each(['UploadComplete', 'InProgress'] as const)(
    'stay in %s until the rule is taken away (A7)',
    async (stuckIn) => {
      const { org, client } = await orgWith({ do: { job: { operation: 'insert', stuckIn } } });
      await using _ = org;
      const job = await ingest(client, rows(3));
      await job.until(stuckIn);
      // Two days later nothing has changed.
      org.advance(2 * 24 * 3_600_000);
      const later = await signIn(org);
      for (let look = 0; look < 5; look++) {
        expect(at(await later.call('GET', job.path), 'state')).toBe(stuckIn);
      }
      org.faults.clear();
      while (at(await later.call('GET', job.path), 'state') !== 'JobComplete') await setImmediate();
    },
  );

  it('fail half way: rows that are done stay done, the others are unprocessed', async () => {
    const { org, client } = await orgWith({
      do: { job: { object: 'Account', failAfterRows: 200, errorMessage: 'InternalServerError : Odd' } },
    });
    await using _ = org;
    const job = await ingest(client, rows(500));
    expect(await job.until('Failed')).toMatchObject({
      errorMessage: 'InternalServerError : Odd',
      numberRecordsProcessed: 200,
    });
    const unprocessed = await client.call('GET', `${job.path}/unprocessedrecords`);
    expect(unprocessed.text.trim().split('\n')).toHaveLength(301);
  });

  it('of the second only, when the rule says so', async () => {
    const { org, client } = await orgWith({ when: { nth: 2 }, do: { job: { failAfterRows: 0 } } });
    await using _ = org;
    await (await ingest(client, rows(1))).until('JobComplete');
    await (await ingest(client, rows(1))).until('Failed');
  });

  it('show a state that no client knows (C16)', async () => {
    const { org, client } = await orgWith({
      when: { method: 'GET', path: '**/jobs/ingest/*' },
      do: { jobState: 'Quarantined' },
    });
    await using _ = org;
    const job = await ingest(client, rows(1));
    await expect(job.until('Quarantined')).resolves.toMatchObject({
      state: 'Quarantined',
      object: 'Account',
    });
  });

  it('lose the last rows of a result, and repeat a locator (D1, A27)', async () => {
    const { org, client } = await orgWith(
      { when: { path: '**/results', nth: 1 }, do: { dropLastRows: 1 } },
      { when: { path: '**/results' }, do: { repeatLocator: true } },
    );
    await using _ = org;
    await (await ingest(client, 'Name,Description\nA,"two\nlines"\nB,b\nC,c\nD,d\n')).until('JobComplete');
    const made = await client.call('POST', '/jobs/query', {
      operation: 'query',
      query: 'SELECT Name, Description FROM Account ORDER BY Name',
    });
    const path = `/jobs/query/${textAt(made, 'id')}`;
    while (at(await client.call('GET', path), 'state') !== 'JobComplete') await setImmediate();
    const first = await client.call('GET', `${path}/results?maxRecords=2`);
    expect(first.text).toBe('"Name","Description"\n"A","two\nlines"\n');
    expect(first.headers.get('sforce-numberofrecords')).toBe('2');
    const locator = first.headers.get('sforce-locator')!;
    const second = await client.call('GET', `${path}/results?maxRecords=2&locator=${locator}`);
    expect(second.headers.get('sforce-locator')).toBe(locator);
    expect(second.text).toContain('"C","c"\n"D","d"\n');
  });
});

describe('a fault script that cannot be used', () => {
  const wrong = [
    { when: { nth: 0, pathRegex: '(' }, do: { stal: true } },
    { do: {} },
    { when: { path: '/x' }, do: { lockRows: {} } },
    { do: { job: {}, reset: true } },
    { do: { setHeaders: { 'a b': 'x', c: 'line\nbreak' } } },
  ];
  const problems = [
    /0\.when\.nth: /,
    /0\.when\.pathRegex: is not a regular expression/,
    /0\.do: .*stal/,
    /1\.do: says nothing to do/,
    /2\.when\.path: is about HTTP calls, lockRows is not/,
    /3\.do: job stands in a rule of its own/,
    /4\.do\.setHeaders\.a b/,
    /4\.do\.setHeaders\.c/,
  ];

  it('is refused with every problem at once, and nothing of it is added', async () => {
    await using org = await startTestOrg();
    const add = () => org.faults.add(wrong as unknown as FaultRuleInput[]);
    expect(add).toThrow(FaultScriptError);
    for (const problem of problems) expect(add).toThrow(problem);
    expect(org.faults.list()).toEqual([]);
  });

  it('is refused at the start, by the name of its file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sfsc-test-'));
    try {
      const file = join(folder, 'faults.json');
      writeFileSync(file, JSON.stringify(wrong));
      await expect(startLocalOrg({ faultsFile: file })).rejects.toThrow(`${file}: 0.when.`);
      writeFileSync(file, '[{]');
      await expect(startLocalOrg({ faultsFile: file })).rejects.toThrow(file);
      writeFileSync(file, '[{"do":{"edgePage":503}}]');
      await using org = await startTestOrg({ faultsFile: file });
      expect((await fetch(`${org.url}/services/data`)).status).toBe(503);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('an upload whose session ends', () => {
  it.each([1, 2])('is refused with 401 %i times, and then taken (A9)', async (times) => {
    const { org, client } = await orgWith({
      when: { method: 'PUT', times },
      do: {
        respond: { status: 401, errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' },
      },
    });
    await using _ = org;
    const job = await client.call('POST', '/jobs/ingest', { object: 'Account', operation: 'insert' });
    const path = `/jobs/ingest/${textAt(job, 'id')}/batches`;
    const statuses: number[] = [];
    while (statuses.at(-1) !== 201) {
      statuses.push((await client.call('PUT', path, rows(2), { 'Content-Type': 'text/csv' })).status);
    }
    expect(statuses).toEqual([...Array<number>(times).fill(401), 201]);
    expect(org.jobs()[0]?.uploads).toHaveLength(1);
  });
});
