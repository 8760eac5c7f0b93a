import { describe, expect, it } from 'vitest';
import type { Row, RowBatch } from '../../src/contract/row.ts';
import { ConnectorError } from '../../src/errors/connector-error.ts';
import { salesforceServiceCloud } from '../../src/plugin.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { json, refusal } from '../connection/scripted-org.ts';
import { attempt, idOfName, rowsOf, startCollectionsOrg } from './collections-org.ts';

const oneByOne = { parallelCalls: 1 };
const newRows = (count: number): Row[] => rowsOf('insert', count);

describe('a call whose answer is lost', () => {
  it.each(['reset', { status: 200, body: '[{"id":"500', cutAfterBytes: 5 }] as const)(
    'B2 A29 makes the rows of an insert unknown, sends nothing twice and goes on',
    async (reply) => {
      await using org = await startCollectionsOrg({
        call: ({ number }) => (number === 2 ? reply : undefined),
      });
      const { report, outcomes, error } = await attempt(org, 'insert', {
        rows: newRows(2_450),
        options: oneByOne,
      });
      expect(error).toBeUndefined();
      const counts = { rowCount: 2_450, succeeded: 1_450, failed: 0, unprocessed: 0, unknown: 1_000 };
      expect(report).toMatchObject(counts);
      expect(org.writes.map(({ names }) => names.length)).toEqual([1_000, 1_000, 450]);
      expect(outcomes.map(({ rowIndex }) => rowIndex)).toEqual(newRows(2_450).map((_, index) => index));
      expect(outcomes[1_000]).toMatchObject({ status: 'unknown', errors: [{ code: 'outcome-unknown' }] });
      expect(outcomes[2_000]?.status).toBe('succeeded');
    },
  );

  it.each(['update', 'upsert', 'delete'])(
    'is repeated with the same bytes for an %s, which changes nothing the second time',
    async (type) => {
      await using org = await startCollectionsOrg({
        call: ({ number }) => (number === 1 ? 'reset' : undefined),
      });
      const { report } = await attempt(org, type, { rows: rowsOf(type, 450) });
      expect(report).toMatchObject({ succeeded: 450 });
      const [first, second] = org.writes;
      expect(org.writes).toHaveLength(2);
      expect(second?.body).toEqual(first?.body);
    },
  );

  it('takes rows of a delete for deleted that are gone when it is repeated, and only then', async () => {
    const gone = (names: readonly string[]) =>
      json(
        200,
        names.map(() => ({
          success: false,
          errors: [{ statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' }],
        })),
      );
    await using org = await startCollectionsOrg({
      call: ({ number, names }) => (number === 1 ? 'reset' : gone(names)),
    });
    const rows = rowsOf('delete', 2);
    const repeated = await attempt(org, 'delete', { rows });
    expect(repeated.outcomes).toEqual([
      { status: 'succeeded', rowIndex: 0, id: idOfName(0), errors: [] },
      { status: 'succeeded', rowIndex: 1, id: idOfName(1), errors: [] },
    ]);
    const once = await attempt(org, 'delete', { rows });
    expect(once.report).toMatchObject({ succeeded: 0, failed: 2 });
  });

  it('leaves rows unknown that are refused with their batch when it is repeated', async () => {
    const body = [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }];
    await using org = await startCollectionsOrg({
      call: ({ number }) => (number === 1 ? 'reset' : undefined),
      batch: ({ names }) => (names.includes('200') ? { status: 403, body } : undefined),
    });
    const { report, error } = await attempt(org, 'update', { rows: rowsOf('update', 250) });
    expect(error).toMatchObject({ code: 'api-limit-reached' });
    expect(report).toMatchObject({ rowCount: 250, succeeded: 200, unknown: 50, unprocessed: 0 });
  });

  it('leaves open whether a repeated upsert has made the record that it now finds', async () => {
    const found = [{ id: '5001', success: true, created: false, errors: [] }];
    await using org = await startCollectionsOrg({
      call: ({ number }) => (number === 1 ? 'reset' : json(200, found)),
    });
    const { outcomes, report } = await attempt(org, 'upsert', { rows: rowsOf('upsert', 1) });
    expect(outcomes).toEqual([{ status: 'succeeded', rowIndex: 0, id: '5001', errors: [] }]);
    expect(report).toMatchObject({ succeeded: 1, created: 0 });
  });

  it('B2 makes only the inserts of a mixed call unknown: its upserts go out again without them', async () => {
    await using org = await startCollectionsOrg({
      call: ({ number }) => (number === 1 ? 'reset' : undefined),
    });
    const rows = [...rowsOf('upsert', 3), { Ext__c: '', Subject: 'keyless' }];
    const { outcomes } = await attempt(org, 'upsert', { rows });
    expect(outcomes.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded', 'unknown']);
    expect(org.writes.map(({ names }) => names)).toEqual([
      ['0', '1', '2', 'keyless'],
      ['0', '1', '2'],
    ]);
  });
});

describe('a call that fails for good', () => {
  it('ends the write, with every row taken accounted for: refused rows were not stored', async () => {
    const limit = refusal(403, 'REQUEST_LIMIT_EXCEEDED');
    await using org = await startCollectionsOrg({ call: ({ number }) => (number === 1 ? undefined : limit) });
    const { report, outcomes, error } = await attempt(org, 'insert', {
      rows: newRows(2_500),
      options: oneByOne,
    });
    expect(error).toMatchObject({ code: 'api-limit-reached' });
    expect(report).toMatchObject({ succeeded: 1_000, unknown: 0, failed: 0 });
    expect(report?.unprocessed).toBeGreaterThanOrEqual(1_000);
    expect(outcomes).toHaveLength(report?.rowCount ?? 0);
  });

  it('leaves rows unknown when no answer ever came back', async () => {
    await using org = await startCollectionsOrg({ call: () => 'reset' });
    const { report, outcomes, error } = await attempt(org, 'update', { rows: rowsOf('update', 2) });
    expect(error).toMatchObject({ code: 'network-error' });
    expect(report).toMatchObject({ rowCount: 2, unknown: 2, unprocessed: 0 });
    expect(outcomes.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
  });

  it('keeps the outcomes of the other batches of the call', async () => {
    await using org = await startCollectionsOrg({
      batch: ({ operation }) =>
        operation === 'insert'
          ? {
              status: 403,
              body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
            }
          : undefined,
    });
    const rows = [
      { Ext__c: 'k', Subject: 'by key' },
      { Ext__c: '', Subject: 'without' },
      ...rowsOf('upsert', 1),
    ];
    const { report, outcomes, error } = await attempt(org, 'upsert', { rows });
    expect(error).toMatchObject({ code: 'api-limit-reached' });
    expect(outcomes.map(({ status }) => status)).toEqual(['succeeded', 'unprocessed', 'succeeded']);
    expect(report).toMatchObject({ rowCount: 3, succeeded: 2, unprocessed: 1 });
  });

  it('says it once: the report is added to the error, not wrapped around it', async () => {
    await using org = await startCollectionsOrg({
      call: () => refusal(400, 'INVALID_TYPE', 'No such type.'),
    });
    const { error } = await attempt(org, 'insert', { rows: newRows(1) });
    const messages: string[] = [];
    for (let each: unknown = error; each instanceof Error; each = each.cause) messages.push(each.message);
    expect(new Set(messages).size).toBe(messages.length);
  });

  it('refuses an answer with fewer results than records, and does not guess whose they are', async () => {
    await using org = await startCollectionsOrg({
      call: () => json(200, [{ id: '5001', success: true, errors: [] }]),
    });
    const { report, error } = await attempt(org, 'insert', { rows: newRows(2) });
    expect(error).toMatchObject({ code: 'unexpected-response' });
    expect(report).toMatchObject({ rowCount: 2, unknown: 2 });
  });

  it('is cancelled in flight with its rows unknown', async () => {
    const controller = new AbortController();
    await using org = await startCollectionsOrg({
      call: () => {
        controller.abort();
        return 'silence';
      },
    });
    const { report, error } = await attempt(org, 'insert', { rows: newRows(2), signal: controller.signal });
    expect(error).toMatchObject({ code: 'cancelled' });
    expect(report).toMatchObject({ rowCount: 2, unknown: 2 });
  });
});

describe('rows that were taken when a write breaks off, and not sent,', () => {
  const broken = new ConnectorError('csv-malformed', 'The source broke.');
  async function* brokenSource(): AsyncGenerator<RowBatch, undefined, undefined> {
    yield* batchesOf(newRows(1_250), 50);
    throw broken;
  }

  it('are unprocessed when their source broke', async () => {
    await using org = await startCollectionsOrg();
    const { report, outcomes, error } = await attempt(org, 'insert', { rows: brokenSource() });
    expect(error).toMatchObject({ code: 'csv-malformed' });
    expect(report).toMatchObject({ rowCount: 1_250, succeeded: 1_000, unprocessed: 250, unknown: 0 });
    expect(outcomes.map(({ rowIndex }) => rowIndex)).toEqual(newRows(1_250).map((_, index) => index));
    expect(outcomes[1_000]).toEqual({ status: 'unprocessed', rowIndex: 1_000, errors: [] });
  });

  it('are unprocessed when a call failed and their batch had come along with it', async () => {
    await using org = await startCollectionsOrg({ call: () => refusal(403, 'REQUEST_LIMIT_EXCEEDED') });
    const { report, outcomes } = await attempt(org, 'insert', { rows: batchesOf(newRows(450), 450) });
    expect(report).toMatchObject({ rowCount: 450, unprocessed: 450 });
    expect(outcomes).toHaveLength(450);
  });

  it('are counted, and not told to a receiver that has rejected', async () => {
    await using org = await startCollectionsOrg();
    let asked = 0;
    const onOutcomes = (): Promise<void> => {
      asked += 1;
      return Promise.reject(new ConnectorError('file-unwritable', 'No room.'));
    };
    const activity = salesforceServiceCloud.activity('insert', { object: 'Case', options: oneByOne });
    if (activity.direction !== 'target') throw new RangeError('insert writes.');
    const writing = activity.write(org.connection, batchesOf(newRows(1_450), 1_450), { onOutcomes });
    await expect(writing).rejects.toMatchObject({
      code: 'file-unwritable',
      details: { report: { rowCount: 1_450, succeeded: 1_000, unprocessed: 450 } },
    });
    expect(asked).toBe(1);
  });
});

describe('a row that the org refuses', () => {
  it('C18 keeps the words of the org when an external id matches several records', async () => {
    const results = [
      {
        success: false,
        errors: [
          { statusCode: 'DUPLICATE_EXTERNAL_ID', message: 'more than one: (5001, 5002)', fields: ['Ext__c'] },
        ],
      },
      { id: '5003', success: true, created: true, errors: [] },
    ];
    await using org = await startCollectionsOrg({ call: () => json(200, results) });
    const { report, outcomes } = await attempt(org, 'upsert', { rows: rowsOf('upsert', 2) });
    expect(report).toMatchObject({ succeeded: 1, failed: 1, created: 1 });
    expect(outcomes[0]?.errors).toEqual([
      { code: 'DUPLICATE_EXTERNAL_ID', message: 'more than one: (5001, 5002)', fields: ['Ext__c'] },
    ]);
  });

  it('C28 brings all of its errors', async () => {
    const errors = ['ONE', 'TWO'].map((statusCode) => ({ statusCode, message: statusCode.toLowerCase() }));
    await using org = await startCollectionsOrg({ call: () => json(200, [{ success: false, errors }]) });
    const { outcomes } = await attempt(org, 'insert', { rows: newRows(1) });
    expect(outcomes[0]?.errors).toEqual([
      { code: 'ONE', message: 'one', fields: [] },
      { code: 'TWO', message: 'two', fields: [] },
    ]);
  });
});
