import { describe, expect, it } from 'vitest';
import type { ResultKind, WriteRun } from '../../src/contract/activity.ts';
import type { ByteSource } from '../../src/contract/bytes.ts';
import type { RowOutcome, WriteReport } from '../../src/contract/outcome.ts';
import type { RowBatch } from '../../src/contract/row.ts';
import { ConnectorError } from '../../src/errors/connector-error.ts';
import { byteSource } from '../support/byte-source.ts';
import { batchesOf, memorySink, type MemorySink } from './row-streams.ts';
import { startServiceOrg, type ServiceOrg } from './service-org.ts';

function writeBytes(
  service: ServiceOrg,
  [type, options]: readonly [string, Readonly<Record<string, unknown>>],
  [source, run]: readonly [ByteSource, WriteRun?],
): Promise<WriteReport> {
  const activity = service.target(type, options);
  if (activity.writeBytes === undefined) throw new RangeError(`${type} takes no bytes.`);
  return activity.writeBytes(service.connection, source, run);
}

const upsert = ['bulk-upsert', { object: 'case', externalIdField: 'messageid__C' }] as const;

describe('bulk writes of rows', () => {
  it('account for the rows that were taken when their source breaks', async () => {
    await using service = await startServiceOrg();
    const reason = new ConnectorError('file-unreadable', 'The source is gone.');
    async function* breaking(): AsyncGenerator<RowBatch> {
      yield await Promise.resolve({ firstRowIndex: 0, rows: [{ Subject: 'a' }, { Subject: 'b' }] });
      throw reason;
    }
    const outcomes: RowOutcome[] = [];
    const writing = service.target('bulk-insert', { object: 'Case' }).write(service.connection, breaking(), {
      onOutcomes: (some) => {
        outcomes.push(...some);
      },
    });
    await expect(writing).rejects.toMatchObject({
      code: 'file-unreadable',
      details: { report: { rowCount: 2, succeeded: 0, unprocessed: 2, unknown: 0 } },
    });
    expect(outcomes.map(({ status, row }) => [status, row])).toEqual([
      ['unprocessed', { Subject: 'a' }],
      ['unprocessed', { Subject: 'b' }],
    ]);
  });
});

describe('bulk writes of bytes', () => {
  it('carry a CSV in and three result files out, with the columns of the input', async () => {
    await using service = await startServiceOrg();
    await service.insert('Case', [{ MessageId__c: 'k1', Subject: 'before' }]);
    const sinks = new Map<ResultKind, MemorySink>();
    const source = byteSource(
      `\uFEFFMessageId__c;Subject;Notes__c\r\nk1;after;"ö\r\n""q"""\r\nk2;new;\r\nk3;${'x'.repeat(256)};\r\n`,
      5,
    );
    const report = await writeBytes(service, upsert, [
      source,
      {
        resultSink: (kind) => {
          const sink = memorySink();
          sinks.set(kind, sink);
          return Promise.resolve(sink);
        },
      },
    ]);
    expect(report).toMatchObject({
      rowCount: 3,
      succeeded: 2,
      created: 1,
      failed: 1,
      unprocessed: 0,
      unknown: 0,
    });
    expect(sinks.get('succeeded')?.text()).toMatch(
      /^"sf__Id";"sf__Created";"MessageId__c";"Subject";"Notes__c"\r\n/u,
    );
    expect(sinks.get('failed')?.text()).toContain('STRING_TOO_LONG');
    expect([...sinks.keys()].sort()).toEqual(['failed', 'succeeded', 'unprocessed']);
    expect(await service.rowsOf("SELECT Subject, Notes__c FROM Case WHERE MessageId__c = 'k1'")).toEqual([
      { Subject: 'after', Notes__c: 'ö\r\n"q"' },
    ]);
  });

  it('B27 make no job of a header alone', async () => {
    await using service = await startServiceOrg();
    const report = await writeBytes(service, ['bulk-insert', { object: 'Case' }], [byteSource('Subject\n')]);
    expect(report).toEqual({
      rowCount: 0,
      succeeded: 0,
      created: 0,
      failed: 0,
      unprocessed: 0,
      unknown: 0,
      byteCount: 0,
      jobs: [],
    });
  });

  it.each([
    ['an unknown column', 'bulk-insert', 'Subject,Nope\na,b\n', 'unknown-column'],
    ['a read-only column', 'bulk-insert', 'Subject,CaseNumber\na,b\n', 'read-only-column'],
    ['no key column', 'bulk-update', 'Subject\na\n', 'missing-column'],
    ['a column too many for a delete', 'bulk-delete', 'Id,Subject\n500,a\n', 'unknown-column'],
    ['a quote that never closes', 'bulk-insert', 'Subject\n"a\n', 'csv-unterminated-quote'],
    ['no byte', 'bulk-insert', '', 'csv-empty'],
  ])('refuse %s before the first job', async (_what, type, text, code) => {
    await using service = await startServiceOrg();
    await service.connection.describe('Case');
    const { apiCalls } = service.connection.usage();
    const writing = writeBytes(service, [type, { object: 'Case' }], [byteSource(text)]);
    await expect(writing).rejects.toMatchObject({ code });
    expect(service.connection.usage().apiCalls).toBe(apiCalls);
  });

  it.each([
    ['bulk-insert', { object: 'Nothing__c' }, 'unknown-object'],
    ['bulk-upsert', { object: 'Case', externalIdField: 'Subject' }, 'not-an-external-id'],
  ])('%s: names what the org does not have', async (type, options, code) => {
    await using service = await startServiceOrg();
    const writing = writeBytes(service, [type, options], [byteSource('Subject\na\n')]);
    await expect(writing).rejects.toMatchObject({ code });
  });

  it.each([
    ['bulk-delete', 2],
    ['bulk-hard-delete', 1],
  ])('%s takes an Id column in any spelling', async (type, leftInBin) => {
    await using service = await startServiceOrg();
    const [gone = '', stays = ''] = await service.insert('Case', [{ Subject: 'a' }, { Subject: 'b' }]);
    const report = await writeBytes(service, [type, { object: 'Case' }], [byteSource(`ID\n${gone}\n`)]);
    expect(report).toMatchObject({ succeeded: 1 });
    expect(await service.rowsOf('SELECT Id FROM Case')).toEqual([{ Id: stays }]);
    const all = service.source('query', { query: 'SELECT Id FROM Case', options: { includeDeleted: true } });
    let count = 0;
    for await (const { rows } of all.read(service.connection)) count += rows.length;
    expect(count).toBe(leftInBin);
  });
});

describe('bulk writes of rows', () => {
  it('A12 tell absent from null: one leaves a field alone, the other clears it', async () => {
    await using service = await startServiceOrg();
    const [one = '', other = ''] = await service.insert('Case', [
      { Subject: 'a', Notes__c: 'n', Cost__c: 1 },
      { Subject: 'b', Notes__c: 'n', Cost__c: 2 },
    ]);
    const rows = [
      { Id: one, Notes__c: null },
      { Id: other, Cost__c: '' },
    ];
    const report = await service
      .target('bulk-update', { object: 'Case' })
      .write(service.connection, batchesOf(rows));
    expect(report).toMatchObject({ rowCount: 2, succeeded: 2 });
    expect(await service.rowsOf('SELECT Notes__c, Cost__c FROM Case ORDER BY Subject')).toEqual([
      { Notes__c: null, Cost__c: 1 },
      { Notes__c: 'n', Cost__c: null },
    ]);
  });

  it('never ask for a result sink: their outcomes are rows', async () => {
    await using service = await startServiceOrg();
    const asked: ResultKind[] = [];
    const resultSink = (kind: ResultKind): Promise<MemorySink> => {
      asked.push(kind);
      return Promise.resolve(memorySink());
    };
    const rows = [{ Subject: 'a' }];
    await service
      .target('bulk-insert', { object: 'Case' })
      .write(service.connection, batchesOf(rows), { resultSink });
    expect(asked).toEqual([]);
  });
});
