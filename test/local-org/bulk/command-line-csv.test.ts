import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startTestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn } from '../server/org-client.ts';
import { runIngest } from './run-job.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'wire', 'csv');

it.each([
  ['backquote', 'BACKQUOTE'],
  ['caret', 'CARET'],
  ['comma', 'COMMA'],
  ['comma_wrapped_values', 'COMMA'],
  ['pipe', 'PIPE'],
  ['semicolon', 'SEMICOLON'],
  ['tab', 'TAB'],
  ['single-column', 'COMMA'],
])('the file %s.csv of the sf command line is taken as %s', async (name, columnDelimiter) => {
  await using org = await startTestOrg();
  const client = await signIn(org);
  const text = readFileSync(join(folder, `${name}.csv`), 'utf8');
  const run = await runIngest(client, { object: 'Account', operation: 'insert', columnDelimiter }, text);
  expect(run.info.body).toMatchObject({
    state: 'JobComplete',
    numberRecordsProcessed: 10,
    numberRecordsFailed: 0,
  });
  const soql = "SELECT AnnualRevenue FROM Account WHERE Name = 'account Upsert #3'";
  const records = at(await client.call('GET', queryPath(soql)), 'records');
  expect(records).toMatchObject([{ AnnualRevenue: name === 'single-column' ? null : 3000 }]);
});
