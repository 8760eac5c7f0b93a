import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { sfFor, type Sf } from './run-sf.ts';

let org: TestOrg;
let sf: Sf;

beforeAll(async () => {
  org = await startTestOrg({ seed: true });
  sf = await sfFor(org);
});

afterAll(async () => {
  sf[Symbol.dispose]();
  await org.close();
});

function put(name: string, content: string): string {
  writeFileSync(join(sf.folder, name), content);
  return name;
}

const get = (name: string): string => readFileSync(join(sf.folder, name), 'utf8');

test('sf data query shows records', async () => {
  const soql = 'SELECT Name, Owner.Name FROM Account ORDER BY Name LIMIT 1';
  expect(await sf.data('query', '--query', soql)).toMatchObject({
    status: 0,
    result: {
      done: true,
      totalSize: 1,
      records: [{ Name: 'Acme Printing', Owner: { Name: 'Local Admin' } }],
    },
  });
});

test('sf data query writes a table of aggregates and subqueries as CSV', async () => {
  const counted = 'SELECT COUNT(Id) cases, Status FROM Case GROUP BY Status ORDER BY Status';
  await sf.data('query', '--query', counted, '--result-format', 'csv', '--output-file', 'counted.csv');
  expect(get('counted.csv')).toBe('cases,Status\n5,Closed\n5,Escalated\n5,New\n5,Working\n');
});

test('sf data query gives the error of a wrong query', async () => {
  expect(await sf.data('query', '--query', 'SELECT Nope FROM Account')).toMatchObject({
    status: 1,
    message: expect.stringContaining("No such column 'Nope' on entity 'Account'"),
  });
});

test('sf data creates, gets, updates and deletes a record', async () => {
  const created = await sf.data('create', 'record', '--sobject', 'Account', '--values', "Name='By sf'");
  expect(created).toMatchObject({ status: 0, result: { success: true } });
  const { id } = created.result as { id: string };
  const one = ['record', '--sobject', 'Account', '--record-id', id];
  expect(await sf.data('get', ...one)).toMatchObject({ status: 0, result: { Id: id, Name: 'By sf' } });
  expect(await sf.data('update', ...one, '--values', "Name='Changed by sf'")).toMatchObject({ status: 0 });
  const byName = ['record', '--sobject', 'Account', '--where', "Name='Changed by sf'"];
  expect(await sf.data('get', ...byName)).toMatchObject({ result: { Id: id } });
  expect(await sf.data('delete', ...one)).toMatchObject({ status: 0, result: { success: true } });
  expect(await sf.data('get', ...one)).toMatchObject({ status: 1 });
});

test('sf data imports, exports, upserts and deletes in bulk', async () => {
  const wait = ['--wait', '5'];
  const people = put('people.csv', 'LastName,Email\nOne,one@example.com\nTwo,two@example.com\n');
  const object = ['--sobject', 'Contact'];
  expect(await sf.data('import', 'bulk', ...object, '--file', people, ...wait)).toMatchObject({
    status: 0,
    result: { processedRecords: 2, successfulRecords: 2, failedRecords: 0 },
  });
  const soql = "SELECT Id, LastName FROM Contact WHERE LastName IN ('One', 'Two')";
  const exported = await sf.data('export', 'bulk', '--query', soql, '--output-file', 'out.csv', ...wait);
  expect(exported).toMatchObject({ status: 0, result: { totalSize: 2 } });
  expect(get('out.csv')).toMatch(/^"?Id"?,"?LastName"?\n/);
  const changed = put(
    'changed.csv',
    'FirstName,LastName,Email\nA,One,one@example.com\nB,New,new@example.com\n',
  );
  const upserted = await sf.data(
    'upsert',
    'bulk',
    ...object,
    '--file',
    changed,
    '--external-id',
    'Email',
    ...wait,
  );
  const { records } = upserted.result as { records: { successfulResults: { sf__Created: string }[] } };
  expect(records.successfulResults.map((row) => row.sf__Created).sort()).toEqual(['false', 'true']);
  const ids = get('out.csv')
    .split('\n')
    .map((line) => line.split(',')[0])
    .join('\n');
  const deleted = await sf.data('delete', 'bulk', ...object, '--file', put('ids.csv', ids), ...wait);
  expect(deleted).toMatchObject({ status: 0, result: { jobInfo: { numberRecordsProcessed: 2 } } });
});

test('sf data tells of rows that failed in bulk', async () => {
  const bad = put('bad.csv', `LastName\nGood\n${'x'.repeat(81)}\n`);
  const answer = await sf.data('import', 'bulk', '--sobject', 'Contact', '--file', bad, '--wait', '5');
  expect(answer).toMatchObject({
    status: 1,
    message: 'Job finished being processed but failed to process 1 records.',
  });
});

test('sf data imports a tree of accounts, contacts and cases', async () => {
  const tree = {
    records: [
      {
        attributes: { type: 'Account', referenceId: 'a1' },
        Name: 'Root',
        Contacts: {
          records: [
            { attributes: { type: 'Contact', referenceId: 'c1' }, LastName: 'Leaf' },
            { attributes: { type: 'Contact', referenceId: 'c2' }, LastName: 'Twig' },
          ],
        },
      },
    ],
  };
  const file = put('tree.json', JSON.stringify(tree));
  const { status, result } = await sf.data('import', 'tree', '--files', file);
  expect(status).toBe(0);
  expect(result).toMatchObject([{ refId: 'a1' }, { refId: 'c1' }, { refId: 'c2' }]);
  const { result: found } = await sf.data(
    'query',
    '--query',
    "SELECT Account.Name FROM Contact WHERE LastName = 'Leaf'",
  );
  expect(found).toMatchObject({ records: [{ Account: { Name: 'Root' } }] });
});
