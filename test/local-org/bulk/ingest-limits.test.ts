import { describe, expect, it } from 'vitest';
import { startTestOrg } from '../../support/local-org.ts';
import { at, signIn, textAt } from '../server/org-client.ts';
import { createIngest, runIngest, runQuery } from './run-job.ts';

const insert = { object: 'Account', operation: 'insert' };
const linesOf = (text: string) => text.trimEnd().split('\n').length - 1;

describe('what is too large in an upload', () => {
  it.each([
    ['a header of more than 32,000 characters', `Name,${'X'.repeat(32_000)}`, 'max length for header: 32000'],
    ['more than 5,000 columns', Array(5_001).fill('A').join(','), 'max number of fields: 5000'],
  ])('refuses the job for %s', async (_what, header, message) => {
    await using org = await startTestOrg();
    const { info, unprocessed } = await runIngest(await signIn(org), insert, `${header}\nA\n`);
    expect(textAt(info, 'errorMessage')).toBe(`InvalidBatch : Exceeded ${message}`);
    expect(linesOf(unprocessed)).toBe(1);
  });

  it('ends the job at a value of more than 131,072 characters, with what was done before kept', async () => {
    await using org = await startTestOrg();
    const text = `Name,Description\nGood,${'x'.repeat(32_000)}\nBad,${'x'.repeat(131_073)}\nAfter,\n`;
    const { info, successful, unprocessed } = await runIngest(await signIn(org), insert, text);
    expect(info.body).toMatchObject({ state: 'Failed', numberRecordsProcessed: 1, numberRecordsFailed: 0 });
    expect(textAt(info, 'errorMessage')).toBe('InvalidBatch : Exceeded max length for one field: 131072');
    expect([linesOf(successful), linesOf(unprocessed)]).toEqual([1, 2]);
  });

  it('ends the job at a record of more than 400,000 characters', async () => {
    await using org = await startTestOrg();
    const wide = Array(4).fill('x'.repeat(110_000)).join(',');
    const { info } = await runIngest(await signIn(org), insert, `Name\nGood\n${wide}\n`);
    expect(at(info, 'state')).toBe('Failed');
    expect(textAt(info, 'errorMessage')).toContain('Exceeded max length for one record: 400000');
  });
});

describe('the daily allowance', () => {
  it('of batches ends a job where the next batch would begin, and lets no other be made', async () => {
    await using org = await startTestOrg({ limits: { DailyBulkApiBatches: 1 } });
    const client = await signIn(org);
    const { info, successful, unprocessed } = await runIngest(
      client,
      insert,
      `Name\n${'A\n'.repeat(10_050)}`,
    );
    expect(info.body).toMatchObject({
      state: 'Failed',
      errorMessage: 'ExceededQuota : ApiBatchItems Limit exceeded.',
      numberRecordsProcessed: 10_000,
    });
    expect([linesOf(successful), linesOf(unprocessed)]).toEqual([10_000, 50]);
    const next = await client.call('POST', '/jobs/ingest', insert);
    expect([next.status, at(next, 0, 'errorCode')]).toEqual([400, 'EXCEEDEDQUOTA']);
  });

  it('of query results counts the megabytes that were written', async () => {
    await using org = await startTestOrg({ limits: { DailyBulkV2QueryFileStorageMB: 1 } });
    const client = await signIn(org);
    const text = `"${'x'.repeat(30_000)}"`;
    await runIngest(client, insert, `Name,Description\n${`A,${text}\n`.repeat(40)}`);
    const query = { operation: 'query', query: 'SELECT Description FROM Account' };
    await runQuery(client, query);
    const next = await client.call('POST', '/jobs/query', query);
    expect(next.status).toBe(400);
    expect(textAt(next, 0, 'message')).toMatch(/^Max bulk v2 query/);
  });

  it('of query jobs lets no other be made', async () => {
    await using org = await startTestOrg({ limits: { DailyBulkV2QueryJobs: 1 } });
    const client = await signIn(org);
    const query = { operation: 'query', query: 'SELECT Id FROM Account' };
    await runQuery(client, query);
    const next = await client.call('POST', '/jobs/query', query);
    expect(next.status).toBe(400);
    expect(textAt(next, 0, 'message')).toMatch(/^Max bulk v2 query/);
  });
});

describe('an object that Bulk jobs do not know (D12)', () => {
  it('is refused with INVALIDENTITY for both kinds of jobs', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    const ingest = await client.call('POST', '/jobs/ingest', { object: 'CaseStatus', operation: 'insert' });
    const query = await client.call('POST', '/jobs/query', {
      operation: 'query',
      query: 'SELECT Id FROM CaseStatus',
    });
    for (const answer of [ingest, query]) {
      expect(answer.body).toEqual([
        { errorCode: 'INVALIDENTITY', message: "Entity 'CaseStatus' is not supported by the Bulk API." },
      ]);
    }
  });
});

describe('the results of an ingest job', () => {
  it('come in an order of their own, the same one at every reading (B1)', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    const names = Array.from({ length: 2_500 }, (_, n) => `Row ${String(n).padStart(4, '0')}`);
    const { id, successful } = await runIngest(client, insert, `Name\n${names.join('\n')}\n`);
    const seen = successful
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.slice(-9, -1));
    expect(seen).not.toEqual(names);
    expect([...seen].sort()).toEqual(names);
    const again = await client.call('GET', `/jobs/ingest/${id}/successfulResults`);
    expect(again.text).toBe(successful);
  });

  it('find no parent among the rows of the same file', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    const contacts = { object: 'Contact', operation: 'insert' };
    await runIngest(client, contacts, 'LastName,Email\nBoss,boss@old.example\n');
    const text = 'LastName,Email,ReportsTo.Email\nNew,boss@new.example,boss@old.example\n';
    const run = await runIngest(client, contacts, `${text}Report,report@new.example,boss@new.example\n`);
    expect(run.info.body).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
    expect(run.failed).toContain(
      'INVALID_FIELD:Foreign key external ID: boss@new.example not found for field Email in entity Contact:--',
    );
    const later = await runIngest(client, contacts, 'LastName,ReportsTo.Email\nReport,boss@new.example\n');
    expect(at(later.info, 'numberRecordsFailed')).toBe(0);
  });

  it('are all there is of a job without an upload', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    const id = await createIngest(client, insert);
    await client.call('PATCH', `/jobs/ingest/${id}`, { state: 'Aborted' });
    const answer = await client.call('GET', `/jobs/ingest/${id}/unprocessedrecords`);
    expect(answer.status).toBe(200);
  });
});
