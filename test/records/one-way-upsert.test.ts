import { describe, expect, it } from 'vitest';
import type { RowOutcome, WriteReport } from '../../src/contract/outcome.ts';
import type { Row } from '../../src/contract/row.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { startServiceOrg, type ServiceOrg } from '../activities/service-org.ts';

async function upsert(
  service: ServiceOrg,
  options: Readonly<Record<string, unknown>>,
  rows: readonly Row[],
  target: Readonly<Record<string, unknown>> = { object: 'Case', externalIdField: 'MessageId__c' },
): Promise<{ report: WriteReport; outcomes: readonly RowOutcome[] }> {
  const outcomes: RowOutcome[] = [];
  const activity = service.target('upsert', { ...target, options });
  const report = await activity.write(service.connection, batchesOf(rows), {
    onOutcomes: (some) => {
      outcomes.push(...some);
    },
  });
  return { report, outcomes };
}

const codes = (outcomes: readonly RowOutcome[]) =>
  outcomes.map(({ status, errors }) => errors[0]?.code ?? status);
const cases = (keys: readonly (string | null)[], Subject: string): Row[] =>
  keys.map((MessageId__c) => ({ MessageId__c, Subject }));
const subjects = 'SELECT MessageId__c, Subject FROM Case ORDER BY MessageId__c';

describe('an upsert with updateOnly', () => {
  it('changes what is there and makes nothing', async () => {
    await using service = await startServiceOrg();
    const [a, b] = await service.insert('Case', cases(['a', "it's"], 'before'));
    const rows = cases(['A', 'new', "it's", null, ''], 'after');
    const { report, outcomes } = await upsert(service, { updateOnly: true }, rows);
    expect(codes(outcomes)).toEqual(['succeeded', 'no-match', 'succeeded', 'no-match', 'no-match']);
    expect(outcomes.map(({ id }) => id)).toEqual([a, undefined, b, undefined, undefined]);
    expect(report).toMatchObject({ succeeded: 2, failed: 3, created: 0 });
    expect(await service.rowsOf(subjects)).toEqual(cases(['a', "it's"], 'after'));
  });

  it('asks once for the keys of a call', async () => {
    await using service = await startServiceOrg();
    const keys = Array.from({ length: 1_000 }, (_, index) => `a rather long key with a number ${index}`);
    await service.insert('Case', cases(keys, 'before'));
    const { apiCalls } = service.connection.usage();
    const { report } = await upsert(service, { updateOnly: true }, cases(keys, 'after'));
    expect(report).toMatchObject({ succeeded: 1_000 });
    expect(service.connection.usage().apiCalls - apiCalls).toBe(2);
  });

  it('C18 refuses a key of several records and lists them', async () => {
    await using service = await startServiceOrg();
    const ids = await service.insert(
      'Contact',
      [1, 2].map(() => ({ LastName: 'x', Email: 'same@example.com' })),
    );
    const rows = [{ Email: 'same@example.com', LastName: 'y' }];
    const target = { object: 'Contact', externalIdField: 'Email' };
    for (const options of [{ updateOnly: true }, { insertOnly: true }, {}]) {
      const { outcomes } = await upsert(service, options, rows, target);
      expect(codes(outcomes)).toEqual(['DUPLICATE_EXTERNAL_ID']);
      for (const id of ids) expect(outcomes[0]?.errors[0]?.message).toContain(id);
    }
  });

  it('keeps a batch from being stored in which a row matches nothing, when it is all or none', async () => {
    await using service = await startServiceOrg();
    await service.insert('Case', cases(['a', 'b', 'c'], 'before'));
    for (const allOrNone of [true, 'run']) {
      const rows = cases(['a', 'new', 'b', 'c'], 'after');
      const { outcomes } = await upsert(service, { updateOnly: true, allOrNone, batchSize: 4 }, rows);
      const rolledBack = 'ALL_OR_NONE_OPERATION_ROLLED_BACK';
      expect(codes(outcomes)).toEqual([rolledBack, 'no-match', rolledBack, rolledBack]);
      expect(await service.rowsOf(subjects)).toEqual(cases(['a', 'b', 'c'], 'before'));
    }
  });

  it('tells what is wrong with a row that cannot be sent, beside rows that match nothing', async () => {
    await using service = await startServiceOrg();
    const rows = [...cases(['new'], 'after'), { MessageId__c: 'b', Cost__c: 'much' }];
    const { outcomes } = await upsert(service, { updateOnly: true, allOrNone: 'run' }, rows);
    expect(codes(outcomes)).toEqual(['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'invalid-value']);
  });

  it('sends locked rows again', async () => {
    await using service = await startServiceOrg();
    await service.insert('Case', cases(['a', 'b', 'c'], 'before'));
    service.org.faults.add({ do: { lockRows: { object: 'Case', once: true } } });
    const { report } = await upsert(service, { updateOnly: true }, cases(['a', 'b', 'c'], 'after'));
    expect(report).toMatchObject({ succeeded: 3, created: 0 });
  });

  it('sends nothing when the keys cannot be looked up', async () => {
    await using service = await startServiceOrg();
    await service.insert('Case', cases(['a'], 'before'));
    const answer = { status: 403, errorCode: 'API_DISABLED_FOR_ORG', message: 'No.' };
    service.org.faults.add({ when: { path: '**/query' }, do: { respond: answer } });
    await expect(upsert(service, { updateOnly: true }, cases(['a', 'b'], 'after'))).rejects.toMatchObject({
      code: 'permission-denied',
      details: { report: { rowCount: 2, unprocessed: 2, unknown: 0 } },
    });
  });
});

describe('an upsert with insertOnly', () => {
  it('makes what is not there and changes nothing', async () => {
    await using service = await startServiceOrg();
    const [a] = await service.insert('Case', cases(['a'], 'before'));
    const { report, outcomes } = await upsert(
      service,
      { insertOnly: true },
      cases(['A', 'new', null], 'after'),
    );
    expect(codes(outcomes)).toEqual(['already-exists', 'succeeded', 'succeeded']);
    expect(outcomes[0]?.id).toBe(a);
    expect(report).toMatchObject({ succeeded: 2, failed: 1, created: 2 });
    expect(await service.rowsOf(subjects)).toEqual([
      ...cases([null], 'after'),
      ...cases(['a'], 'before'),
      ...cases(['new'], 'after'),
    ]);
  });

  it('E27 lets the second of two rows with a new key fail: the first has made the record', async () => {
    await using service = await startServiceOrg();
    const { outcomes } = await upsert(service, { insertOnly: true }, cases(['new', 'NEW'], 'x'));
    expect(codes(outcomes)).toEqual(['succeeded', 'already-exists']);
  });

  it('E27 makes no record twice when all rows of a run go out together', async () => {
    await using service = await startServiceOrg();
    const keys = ['same@example.com', 'SAME@example.com', 'other@example.com'];
    const rows = keys.map((Email) => ({ Email, LastName: 'x' }));
    const target = { object: 'Contact', externalIdField: 'Email' };
    const { outcomes } = await upsert(service, { insertOnly: true, allOrNone: 'run' }, rows, target);
    const rolledBack = 'ALL_OR_NONE_OPERATION_ROLLED_BACK';
    expect(codes(outcomes)).toEqual([rolledBack, 'already-exists', rolledBack]);
    expect(await service.rowsOf('SELECT COUNT() FROM Contact')).toEqual([{ expr0: 0 }]);
  });
});
