import { describe, expect, it } from 'vitest';
import type { RowOutcome, WriteReport } from '../../src/contract/outcome.ts';
import type { Row, RowBatch } from '../../src/contract/row.ts';
import { ConnectorError } from '../../src/errors/connector-error.ts';
import { salesforceServiceCloud } from '../../src/plugin.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { json, refusal, startScriptedOrg, type ScriptedOrg } from '../connection/scripted-org.ts';
import type { ReceivedRequest, ScriptedReply } from '../support/scripted-server.ts';

const fields = ['Id', 'Subject', 'Ext__c'].map((name) => ({
  name,
  label: name,
  type: name === 'Id' ? 'id' : 'string',
  createable: name !== 'Id',
  updateable: name !== 'Id',
  nillable: true,
  externalId: name === 'Ext__c',
}));
const describeAnswer = json(200, {
  name: 'Case',
  label: 'Case',
  createable: true,
  updateable: true,
  deletable: true,
  queryable: true,
  fields,
});

/** An org that describes Case and answers the n-th write (from 1) as the test says. */
async function startWritableOrg(answer: (writeNumber: number, request: ReceivedRequest) => ScriptedReply) {
  let writeNumber = 0;
  return startScriptedOrg((request) => {
    if (request.method === 'GET') return describeAnswer;
    writeNumber += 1;
    return answer(writeNumber, request);
  });
}

function saved(request: ReceivedRequest): ScriptedReply {
  const count =
    request.method === 'DELETE'
      ? (new URL(request.url, 'http://x').searchParams.get('ids') ?? '').split(',').length
      : (JSON.parse(request.body.toString()) as { records: unknown[] }).records.length;
  const results = Array.from({ length: count }, (_, index) => ({
    id: `500${index}`,
    success: true,
    errors: [],
  }));
  return json(200, results);
}

function writesOf(org: ScriptedOrg): ReceivedRequest[] {
  return org.calls.filter(({ method }) => method !== 'GET');
}

interface Attempted {
  readonly outcomes: readonly RowOutcome[];
  readonly report: WriteReport | undefined;
  readonly error: unknown;
}

async function attempt(
  org: ScriptedOrg,
  type: string,
  options: { readonly rows: readonly Row[] | AsyncIterable<RowBatch>; readonly signal?: AbortSignal },
): Promise<Attempted> {
  const outcomes: RowOutcome[] = [];
  const config = {
    ...(type === 'delete' ? {} : { object: 'Case' }),
    ...(type === 'upsert' ? { externalIdField: 'Ext__c' } : {}),
  };
  const activity = salesforceServiceCloud.activity(type, config);
  if (activity.direction !== 'target') throw new RangeError(`${type} does not write.`);
  try {
    const rows = Symbol.asyncIterator in options.rows ? options.rows : batchesOf(options.rows);
    const report = await activity.write(org.connection, rows, {
      ...(options.signal && { signal: options.signal }),
      onOutcomes: (some) => {
        outcomes.push(...some);
      },
    });
    return { outcomes, report, error: undefined };
  } catch (error) {
    const { details } = error as { details?: { report?: WriteReport } };
    return { outcomes, report: details?.report, error };
  }
}

const newRows = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ Subject: `s${index}` }));
const idRows = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ Id: `500${index}`, Subject: 's' }));
const keyRows = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ Ext__c: `k${index}`, Subject: 's' }));

describe('a call whose answer is lost', () => {
  it.each([
    ['insert', newRows(450), 'reset'],
    ['insert', newRows(450), { status: 200, body: '[{"id":"500', cutAfterBytes: 5 }],
    ['delete', idRows(450).map(({ Id = '' }) => ({ Id })), 'reset'],
  ] as const)(
    'B2 A29 makes the rows of that %s unknown, sends nothing twice and goes on',
    async (type, rows, reply) => {
      await using org = await startWritableOrg((number, request) => (number === 2 ? reply : saved(request)));
      const { report, outcomes, error } = await attempt(org, type, { rows });
      expect(error).toBeUndefined();
      expect(report).toMatchObject({
        rowCount: 450,
        succeeded: 250,
        failed: 0,
        unprocessed: 0,
        unknown: 200,
      });
      expect(writesOf(org)).toHaveLength(3);
      expect(outcomes.map(({ rowIndex }) => rowIndex)).toEqual(rows.map((_, index) => index));
      expect(outcomes[200]).toMatchObject({ status: 'unknown', errors: [{ code: 'outcome-unknown' }] });
      expect(outcomes[400]?.status).toBe('succeeded');
    },
  );

  it.each([
    ['update', idRows(3)],
    ['upsert', keyRows(3)],
  ])(
    'is repeated with the same bytes for an %s, which changes nothing the second time',
    async (type, rows) => {
      await using org = await startWritableOrg((number, request) =>
        number === 1 ? 'reset' : saved(request),
      );
      const { report } = await attempt(org, type, { rows });
      expect(report).toMatchObject({ succeeded: 3 });
      const [first, second] = writesOf(org);
      expect(writesOf(org)).toHaveLength(2);
      expect(second?.body).toEqual(first?.body);
    },
  );
});

describe('a call that fails for good', () => {
  it('ends the write, with every row taken accounted for: refused rows were not stored', async () => {
    await using org = await startWritableOrg((number, request) =>
      number === 1 ? saved(request) : refusal(403, 'REQUEST_LIMIT_EXCEEDED'),
    );
    const { report, outcomes, error } = await attempt(org, 'insert', { rows: newRows(500) });
    expect(error).toMatchObject({ code: 'api-limit-reached' });
    expect(report).toMatchObject({ rowCount: 400, succeeded: 200, unprocessed: 200, unknown: 0 });
    expect(outcomes).toHaveLength(400);
  });

  it('leaves rows unknown when no answer ever came back', async () => {
    await using org = await startWritableOrg(() => 'reset');
    const { report, outcomes, error } = await attempt(org, 'update', { rows: idRows(2) });
    expect(error).toMatchObject({ code: 'network-error' });
    expect(report).toMatchObject({ rowCount: 2, unknown: 2, unprocessed: 0 });
    expect(outcomes.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
  });

  it('keeps the outcomes of the call before it in the same slice, and sends no other', async () => {
    await using org = await startWritableOrg((number, request) =>
      number === 1 ? saved(request) : refusal(403, 'REQUEST_LIMIT_EXCEEDED'),
    );
    const rows = [{ Ext__c: 'k', Subject: 'by key' }, { Ext__c: '', Subject: 'without' }, ...keyRows(1)];
    const { report, outcomes } = await attempt(org, 'upsert', { rows });
    expect(outcomes.map(({ status }) => status)).toEqual(['succeeded', 'unprocessed', 'succeeded']);
    expect(report).toMatchObject({ rowCount: 3, succeeded: 2, unprocessed: 1 });
  });

  it('says it once: the report is added to the error, not wrapped around it', async () => {
    await using org = await startWritableOrg(() => refusal(400, 'INVALID_TYPE', 'No such type.'));
    const { error } = await attempt(org, 'insert', { rows: newRows(1) });
    const messages: string[] = [];
    for (let each: unknown = error; each instanceof Error; each = each.cause) messages.push(each.message);
    expect(new Set(messages).size).toBe(messages.length);
  });

  it('refuses an answer with fewer results than records, and does not guess whose they are', async () => {
    await using org = await startWritableOrg(() => json(200, [{ id: '5001', success: true, errors: [] }]));
    const { report, error } = await attempt(org, 'insert', { rows: newRows(2) });
    expect(error).toMatchObject({ code: 'unexpected-response' });
    expect(report).toMatchObject({ rowCount: 2, unknown: 2 });
  });

  it('is cancelled in flight with its rows unknown', async () => {
    const controller = new AbortController();
    await using org = await startWritableOrg(() => {
      controller.abort();
      return 'silence';
    });
    const { report, error } = await attempt(org, 'insert', { rows: newRows(2), signal: controller.signal });
    expect(error).toMatchObject({ code: 'cancelled' });
    expect(report).toMatchObject({ rowCount: 2, unknown: 2 });
  });
});

describe('rows that were taken when a write breaks off, and not sent,', () => {
  const broken = new ConnectorError('csv-malformed', 'The source broke.');
  async function* brokenSource(): AsyncGenerator<RowBatch, undefined, undefined> {
    yield* batchesOf(newRows(250), 50);
    throw broken;
  }

  it('are unprocessed when their source broke', async () => {
    await using org = await startWritableOrg((_, request) => saved(request));
    const { report, outcomes, error } = await attempt(org, 'insert', { rows: brokenSource() });
    expect(error).toMatchObject({ code: 'csv-malformed' });
    expect(report).toMatchObject({ rowCount: 250, succeeded: 200, unprocessed: 50, unknown: 0 });
    expect(outcomes.map(({ rowIndex }) => rowIndex)).toEqual(newRows(250).map((_, index) => index));
    expect(outcomes[200]).toEqual({ status: 'unprocessed', rowIndex: 200, errors: [] });
  });

  it('are unprocessed when a call failed and their batch had come along with it', async () => {
    await using org = await startWritableOrg(() => refusal(403, 'REQUEST_LIMIT_EXCEEDED'));
    const { report, outcomes } = await attempt(org, 'insert', { rows: batchesOf(newRows(450), 450) });
    expect(report).toMatchObject({ rowCount: 450, unprocessed: 450 });
    expect(outcomes).toHaveLength(450);
  });

  it('are counted, and not told to a receiver that has rejected', async () => {
    await using org = await startWritableOrg((_, request) => saved(request));
    let asked = 0;
    const onOutcomes = (): Promise<void> => {
      asked += 1;
      return Promise.reject(new ConnectorError('file-unwritable', 'No room.'));
    };
    const activity = salesforceServiceCloud.activity('insert', { object: 'Case' });
    if (activity.direction !== 'target') throw new RangeError('insert writes.');
    const writing = activity.write(org.connection, batchesOf(newRows(450), 450), { onOutcomes });
    await expect(writing).rejects.toMatchObject({
      code: 'file-unwritable',
      details: { report: { rowCount: 450, succeeded: 200, unprocessed: 250 } },
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
    await using org = await startWritableOrg(() => json(200, results));
    const { report, outcomes } = await attempt(org, 'upsert', { rows: keyRows(2) });
    expect(report).toMatchObject({ succeeded: 1, failed: 1, created: 1 });
    expect(outcomes[0]?.errors).toEqual([
      { code: 'DUPLICATE_EXTERNAL_ID', message: 'more than one: (5001, 5002)', fields: ['Ext__c'] },
    ]);
  });

  it('C28 brings all of its errors', async () => {
    const errors = ['ONE', 'TWO'].map((statusCode) => ({ statusCode, message: statusCode.toLowerCase() }));
    await using org = await startWritableOrg(() => json(200, [{ success: false, errors }]));
    const { outcomes } = await attempt(org, 'insert', { rows: newRows(1) });
    expect(outcomes[0]?.errors).toEqual([
      { code: 'ONE', message: 'one', fields: [] },
      { code: 'TWO', message: 'two', fields: [] },
    ]);
  });
});
