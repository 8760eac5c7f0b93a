import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { queryRecords } from '../../src/records/query-records.ts';
import { json, refusal, startScriptedOrg } from '../connection/scripted-org.ts';
import { rowsFrom } from '../activities/row-streams.ts';
import { startServiceOrg } from '../activities/service-org.ts';

async function temporaryFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sfsc-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'schema.json');
  await writeFile(file, text);
  return file;
}

const plain = { includeDeleted: false, maxRows: undefined, fields: undefined };

describe('a query that is too long for an address', () => {
  it('D8 is asked in the body of one call, with 2,000 ids, and its pages are followed', async () => {
    await using service = await startServiceOrg();
    const subjects = Array.from({ length: 2_000 }, (_, index) => ({ Subject: `s${index}` }));
    const ids = await service.insert('Case', subjects);
    service.org.faults.add({ do: { pageSizes: { min: 900, max: 900 } } });
    const query = 'SELECT Subject FROM Case WHERE Id IN :ids';
    const before = service.connection.usage().apiCalls;
    const { rows } = await rowsFrom(
      service.source('query', { query, binds: { ids } }).read(service.connection),
    );
    expect(new Set(rows.map(({ Subject }) => Subject)).size).toBe(2_000);
    expect(service.connection.usage().apiCalls - before).toBe(3);
  });

  it('D8 D9 takes 850 fields in one query, so that no row is put together from two', async () => {
    const names = Array.from({ length: 850 }, (_, index) => `Measure_number_${index}__c`);
    const fields = names.map((name) => ({ name, type: 'double' }));
    const schemaFile = await temporaryFile(JSON.stringify({ sobjects: [{ name: 'Case', fields }] }));
    await using service = await startServiceOrg({ schemaFile });
    await service.insert('Case', [Object.fromEntries(names.map((name, index) => [name, index]))]);
    const [row] = await service.rowsOf(`SELECT ${names.join(', ')} FROM Case`);
    expect(Object.values(row ?? {})).toEqual(names.map((_, index) => index));
  });

  it('finds deleted records that way too', async () => {
    await using org = await startScriptedOrg(({ body }) => {
      const { compositeRequest } = JSON.parse(String(body)) as { compositeRequest: { url: string }[] };
      expect(compositeRequest[0]?.url).toContain('/queryAll?q=');
      const page = { totalSize: 1, done: true, records: [{ Id: '5001' }] };
      return json(200, { compositeResponse: [{ body: page, httpStatusCode: 200, referenceId: 'query' }] });
    });
    const soql = `SELECT Id FROM Case WHERE Subject = '${'x'.repeat(12_000)}'`;
    const { rows } = await rowsFrom(queryRecords(org.connection, { ...plain, soql, includeDeleted: true }));
    expect(rows).toEqual([{ Id: '5001' }]);
  });

  it.each([414, 431])('D8 goes that way when somebody answers %d to a shorter one', async (status) => {
    const page = { totalSize: 1, done: true, records: [{ Id: '5001' }] };
    await using org = await startScriptedOrg(({ method }) =>
      method === 'GET'
        ? { status, headers: { 'content-type': 'text/html' }, body: '<title>Too long</title>' }
        : json(200, { compositeResponse: [{ body: page, httpStatusCode: 200, referenceId: 'query' }] }),
    );
    const { rows } = await rowsFrom(queryRecords(org.connection, { ...plain, soql: 'SELECT Id FROM Case' }));
    expect(rows).toEqual([{ Id: '5001' }]);
    expect(org.calls.map(({ method }) => method)).toEqual(['GET', 'POST']);
  });

  it('is refused in the words that the query itself would be refused with', async () => {
    await using service = await startServiceOrg();
    const soql = `SELECT Nothing__c FROM Case WHERE Subject IN (${Array(3_000).fill("'x'").join()})`;
    await expect(rowsFrom(queryRecords(service.connection, { ...plain, soql }))).rejects.toMatchObject({
      code: 'invalid-query',
      message: expect.stringContaining('Nothing__c') as string,
    });
  });

  it('has an end: 100,000 characters', async () => {
    await using org = await startScriptedOrg(() => refusal(400, 'MALFORMED_QUERY'));
    const soql = `SELECT Id FROM Case WHERE Id IN ('${'x'.repeat(100_000)}')`;
    await expect(rowsFrom(queryRecords(org.connection, { ...plain, soql }))).rejects.toMatchObject({
      code: 'query-too-long',
    });
    expect(org.calls).toEqual([]);
  });
});
