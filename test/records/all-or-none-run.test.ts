import { describe, expect, it } from 'vitest';
import type { RowOutcome, WriteReport } from '../../src/contract/outcome.ts';
import type { Row } from '../../src/contract/row.ts';
import { ConnectorError } from '../../src/errors/connector-error.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { startServiceOrg, type ServiceOrg } from '../activities/service-org.ts';
import { refusal } from '../connection/scripted-org.ts';
import { attempt, failedReply, rowsOf, startCollectionsOrg } from './collections-org.ts';

async function write(
  service: ServiceOrg,
  [type, config]: readonly [string, Readonly<Record<string, unknown>>],
  rows: readonly Row[],
): Promise<{ report: WriteReport; outcomes: readonly RowOutcome[] }> {
  const outcomes: RowOutcome[] = [];
  const activity = service.target(type, { ...config, options: { allOrNone: 'run', batchSize: 10 } });
  const report = await activity.write(service.connection, batchesOf(rows), {
    onOutcomes: (some) => {
      outcomes.push(...some);
    },
  });
  return { report, outcomes };
}

const insert = ['insert', { object: 'Case' }] as const;
const upsert = ['upsert', { object: 'Case', externalIdField: 'MessageId__c' }] as const;
const subjects = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ Subject: `s${index}` }));

describe('a run that is stored as a whole or not at all', () => {
  it('is stored in one call, in the order of the input', async () => {
    await using service = await startServiceOrg();
    await service.connection.describe('Case');
    const { apiCalls } = service.connection.usage();
    const { report, outcomes } = await write(service, insert, subjects(50));
    expect(service.connection.usage().apiCalls - apiCalls).toBe(1);
    expect(report).toMatchObject({ rowCount: 50, succeeded: 50, created: 50 });
    expect(await service.rowsOf(`SELECT Subject FROM Case WHERE Id = '${outcomes[33]?.id}'`)).toEqual([
      { Subject: 's33' },
    ]);
  });

  it('is undone by one row of one batch, also where the org had taken the batches before it', async () => {
    await using service = await startServiceOrg();
    const rows = subjects(35);
    rows[22] = { Subject: 'x'.repeat(256) };
    const { report, outcomes } = await write(service, insert, rows);
    expect(report).toMatchObject({ rowCount: 35, succeeded: 0, created: 0, failed: 35 });
    expect(outcomes.map(({ errors }) => errors[0]?.code)).toEqual(
      rows.map((_, index) => (index === 22 ? 'STRING_TOO_LONG' : 'ALL_OR_NONE_OPERATION_ROLLED_BACK')),
    );
    expect(await service.rowsOf('SELECT COUNT() FROM Case')).toEqual([{ expr0: 0 }]);
  });

  it('is undone when it deletes, too', async () => {
    await using service = await startServiceOrg();
    const ids = await service.insert('Case', subjects(12));
    const gone = ids.at(-1) ?? '';
    await service.target('delete', {}).write(service.connection, batchesOf([{ Id: gone }]));
    const { report } = await write(
      service,
      ['delete', {}],
      ids.map((Id) => ({ Id })),
    );
    expect(report).toMatchObject({ succeeded: 0, failed: 12 });
    expect(await service.rowsOf('SELECT COUNT() FROM Case')).toEqual([{ expr0: 11 }]);
  });

  it('sends nothing when there are more rows than a call takes', async () => {
    await using service = await startServiceOrg();
    await expect(write(service, insert, subjects(51))).rejects.toMatchObject({
      code: 'all-or-none-too-large',
      details: { mostRows: 50 },
    });
    expect(await service.rowsOf('SELECT COUNT() FROM Case')).toEqual([{ expr0: 0 }]);
  });

  it('sends nothing when one of its rows cannot be sent', async () => {
    await using service = await startServiceOrg();
    const { report, outcomes } = await write(service, insert, [...subjects(15), { Cost__c: 'much' }]);
    expect(report).toMatchObject({ succeeded: 0, failed: 16 });
    expect(outcomes.at(-1)?.errors[0]?.code).toBe('invalid-value');
    expect(outcomes[0]?.errors[0]?.code).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK');
    expect(await service.rowsOf('SELECT COUNT() FROM Case')).toEqual([{ expr0: 0 }]);
  });

  it('E27 writes rows about the same record one after the other, in batches of their own', async () => {
    await using service = await startServiceOrg();
    const rows = ['a', 'b', 'c'].map((Subject) => ({ MessageId__c: 'one', Subject }));
    const { outcomes } = await write(service, upsert, [...rows, { MessageId__c: '', Subject: 'keyless' }]);
    expect(outcomes.map(({ created }) => created)).toEqual([true, false, false, true]);
    expect(await service.rowsOf("SELECT Subject FROM Case WHERE MessageId__c = 'one'")).toEqual([
      { Subject: 'c' },
    ]);
  });

  it('carries text that looks like a reference in a single batch, and refuses it in more', async () => {
    await using service = await startServiceOrg();
    const odd = { Subject: '@{batch0.id}' };
    expect((await write(service, insert, [odd, ...subjects(3)])).report).toMatchObject({ succeeded: 4 });
    expect(await service.rowsOf("SELECT COUNT() FROM Case WHERE Subject = '@{batch0.id}'")).toEqual([
      { expr0: 1 },
    ]);
    const { outcomes, report } = await write(service, insert, [odd, ...subjects(12)]);
    expect(report).toMatchObject({ succeeded: 0, failed: 13 });
    expect(outcomes[0]?.errors[0]?.code).toBe('invalid-value');
  });

  it('goes out again as a whole when all that spoilt it may pass', async () => {
    await using org = await startCollectionsOrg({
      batch: (batch, { number }) =>
        number < 3
          ? failedReply(batch, (name) => (name === '7' ? 'UNABLE_TO_LOCK_ROW' : undefined))
          : undefined,
    });
    const options = { allOrNone: 'run', batchSize: 5 };
    const { report } = await attempt(org, 'update', { rows: rowsOf('update', 12), options });
    expect(report).toMatchObject({ rowCount: 12, succeeded: 12 });
    expect(org.writes.map(({ names }) => names.length)).toEqual([12, 12, 12]);
  });

  it('takes no row for stored of which another batch was refused', async () => {
    await using org = await startCollectionsOrg({
      batch: (batch) => failedReply(batch, (name) => (name === '7' ? 'STRING_TOO_LONG' : undefined)),
    });
    const options = { allOrNone: 'run', batchSize: 5 };
    const { report, outcomes } = await attempt(org, 'insert', { rows: rowsOf('insert', 12), options });
    expect(report).toMatchObject({ succeeded: 0, failed: 12, created: 0 });
    expect(outcomes[0]?.errors[0]?.code).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK');
  });

  it('is accounted for when the receiver of its outcomes rejects', async () => {
    await using service = await startServiceOrg();
    const activity = service.target('insert', { object: 'Case', options: { allOrNone: 'run' } });
    const onOutcomes = () => Promise.reject(new ConnectorError('file-unwritable', 'No room.'));
    const writing = activity.write(service.connection, batchesOf(subjects(3)), { onOutcomes });
    await expect(writing).rejects.toMatchObject({
      code: 'file-unwritable',
      details: { report: { rowCount: 3, succeeded: 3 } },
    });
  });

  it('B2 is unknown as a whole when the answer is lost and it holds an insert', async () => {
    await using org = await startCollectionsOrg({ call: () => 'reset' });
    const rows = [...rowsOf('upsert', 3), { Ext__c: null, Subject: 'keyless' }];
    const { report, error } = await attempt(org, 'upsert', { rows, options: { allOrNone: 'run' } });
    expect(error).toBeUndefined();
    expect(report).toMatchObject({ rowCount: 4, unknown: 4 });
    expect(org.writes).toHaveLength(1);
  });

  it('is unknown when it is repeated after a lost answer and then refused', async () => {
    const body = [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }];
    await using org = await startCollectionsOrg({
      call: ({ number }) => (number === 1 ? 'reset' : undefined),
      batch: () => ({ status: 403, body }),
    });
    const options = { allOrNone: 'run', batchSize: 5 };
    const { report, error } = await attempt(org, 'update', { rows: rowsOf('update', 12), options });
    expect(error).toMatchObject({ code: 'api-limit-reached' });
    expect(report).toMatchObject({ rowCount: 12, unknown: 12 });
  });

  it('stays unknown when it goes out again later and is not taken', async () => {
    await using org = await startCollectionsOrg({
      call: ({ number }) =>
        number === 1 ? 'reset' : number === 3 ? refusal(403, 'REQUEST_LIMIT_EXCEEDED') : undefined,
      batch: (batch) => failedReply(batch, () => 'UNABLE_TO_LOCK_ROW'),
    });
    const options = { allOrNone: 'run', batchSize: 5 };
    const { report, error } = await attempt(org, 'update', { rows: rowsOf('update', 12), options });
    expect(error).toMatchObject({ code: 'api-limit-reached' });
    expect(report).toMatchObject({ rowCount: 12, unknown: 12 });
  });
});
