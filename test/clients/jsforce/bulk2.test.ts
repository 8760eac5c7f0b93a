import type jsforce from 'jsforce';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { signIn } from './sign-in.ts';

let org: TestOrg;
let connection: jsforce.Connection;

beforeAll(async () => {
  org = await startTestOrg();
  connection = await signIn(org);
  connection.bulk2.pollInterval = 50;
});

afterAll(() => org.close());

test('jsforce loads records and reads the three results', async () => {
  const input = [{ LastName: 'Bulk 1' }, { LastName: 'Bulk 2' }, { LastName: 'x'.repeat(81) }];
  const results = await connection.bulk2.loadAndWaitForResults({
    object: 'Contact',
    operation: 'insert',
    input,
  });
  expect(results.successfulResults.map((row) => (row as Record<string, unknown>)['LastName']).sort()).toEqual(
    ['Bulk 1', 'Bulk 2'],
  );
  expect(results.failedResults).toHaveLength(1);
  expect(results.failedResults[0]?.sf__Error).toMatch(/^STRING_TOO_LONG:/);
  expect(results.unprocessedRecords).toHaveLength(0);
});

test('jsforce drives a job step by step', async () => {
  const job = connection.bulk2.createJob({ object: 'Account', operation: 'insert' });
  await job.open();
  await job.uploadData('Name\nStep by step\n');
  await job.close();
  await job.poll(50, 10_000);
  expect(await job.check()).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 1 });
  await job.delete();
  await expect(job.check()).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
});

test('jsforce aborts a job', async () => {
  const job = connection.bulk2.createJob({ object: 'Account', operation: 'insert' });
  await job.open();
  await job.abort();
  expect(await job.check()).toMatchObject({ state: 'Aborted' });
});

test('jsforce queries in bulk', async () => {
  await connection.sobject('Solution').create([{ SolutionName: 'A' }, { SolutionName: 'B;C|D' }]);
  const stream = await connection.bulk2.query('SELECT SolutionName FROM Solution ORDER BY SolutionName');
  const names: string[] = [];
  for await (const record of stream) names.push(String((record as Record<string, unknown>)['SolutionName']));
  expect(names).toEqual(['A', 'B;C|D']);
});

test('jsforce deletes in bulk', async () => {
  const { records } = await connection.query('SELECT Id FROM Contact');
  const results = await connection.bulk2.loadAndWaitForResults({
    object: 'Contact',
    operation: 'delete',
    input: records.map(({ Id }) => ({ Id: Id ?? '' })),
  });
  expect(results.successfulResults).toHaveLength(records.length);
});
