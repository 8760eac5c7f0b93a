import { describe, expect, it } from 'vitest';
import type { WriteRun } from '../../src/contract/activity.ts';
import type { RowOutcome, WriteReport } from '../../src/contract/outcome.ts';
import type { ProgressEvent } from '../../src/contract/progress.ts';
import { planSource } from '../../src/bulk/parts-of-source.ts';
import { runIngest } from '../../src/bulk/run-ingest.ts';
import { countsThatWentDown } from '../conformance/progress.ts';
import { refusal } from '../connection/scripted-org.ts';
import { byteSource } from '../support/byte-source.ts';
import { startBulkOrg, type Fault, type ScriptedBulkOrg, type Step } from './scripted-bulk-org.ts';

const insert = { object: 'Case', operation: 'insert', waitSeconds: 60 } as const;
const rows = ['"a"', '"b"', '"c"', '"d"'];
const input = ['"Subject"', ...rows, ''].join('\n');

/** Writes four rows, two to a job. */
async function write({ org }: ScriptedBulkOrg, run: WriteRun = {}): Promise<WriteReport> {
  const { parts } = await planSource(byteSource(input), { maxBytesPerJob: 18 });
  expect(parts).toHaveLength(2);
  return runIngest(org.connection, insert, parts, run);
}

async function failureOf(
  bulk: ScriptedBulkOrg,
  run: WriteRun = {},
): Promise<{ code: string; details: { report: WriteReport; jobId?: string; state?: string } }> {
  return write(bulk, run).then(
    () => {
      throw new RangeError('The write did not fail.');
    },
    (error: unknown) => error as Awaited<ReturnType<typeof failureOf>>,
  );
}

const unavailable = refusal(503, 'SERVER_UNAVAILABLE');
const expired = refusal(401, 'INVALID_SESSION_ID');
const badGateway = { status: 502, body: '<html>Bad Gateway</html>' };

describe('an ingest job', () => {
  it('is created, filled, closed and looked at, one job after the other', async () => {
    await using bulk = await startBulkOrg();
    const report = await write(bulk);
    expect(bulk.steps).toEqual(['create', 'upload', 'close', 'info', 'create', 'upload', 'close', 'info']);
    expect(bulk.submitted).toEqual(rows);
    expect(report).toMatchObject({
      rowCount: 4,
      succeeded: 4,
      created: 4,
      failed: 0,
      unprocessed: 0,
      unknown: 0,
    });
    expect(report.jobs).toEqual([
      { id: '7501', state: 'JobComplete' },
      { id: '7502', state: 'JobComplete' },
    ]);
    expect(report.byteCount).toBe(Buffer.byteLength(input) + '"Subject"\n'.length);
  });

  const steps: Step[] = ['create', 'upload', 'close', 'info'];
  const repaired: [string, Omit<Fault, 'step'>][] = [
    ['503 once', { call: 1, reply: unavailable }],
    ['503 twice', { reply: unavailable, call: 2 }],
    ['401 once', { call: 1, reply: expired }],
    ['502 without effect', { call: 1, reply: badGateway }],
    ['502 after the effect', { call: 1, reply: badGateway, isDone: true }],
    ['a reset without effect', { call: 1, reply: 'reset' }],
    ['a reset after the effect', { call: 1, reply: 'reset', isDone: true }],
    ['a reset in the second part', { call: 2, reply: 'reset' }],
    ['a lost answer in the second part', { call: 2, reply: 'reset', isDone: true }],
  ];
  it.each(steps.flatMap((step) => repaired.map(([name, fault]) => [step, name, fault] as const)))(
    'A9 A10 survives at %s: %s; each row is submitted exactly once',
    async (step, _name, fault) => {
      await using bulk = await startBulkOrg({ faults: [{ step, ...fault }] });
      const report = await write(bulk);
      expect([...bulk.submitted].sort()).toEqual(rows);
      expect(report).toMatchObject({ rowCount: 4, succeeded: 4, unknown: 0, unprocessed: 0 });
    },
  );

  it('A10 uploads the identical bytes again, to the same job after a refusal and to a fresh one after a doubt', async () => {
    for (const [reply, jobCount] of [
      [unavailable, 2],
      ['reset', 3],
    ] as const) {
      await using bulk = await startBulkOrg({ faults: [{ step: 'upload', call: 1, reply }] });
      await write(bulk);
      const [first, second] = bulk.org.calls.filter(({ method }) => method === 'PUT');
      expect(second?.body).toEqual(first?.body);
      expect(bulk.jobs).toHaveLength(jobCount);
    }
  });

  it('aborts an open job that it gives up', async () => {
    await using bulk = await startBulkOrg({
      faults: [{ step: 'upload', call: 1, reply: 'reset', isDone: true }],
    });
    await write(bulk);
    expect(bulk.jobs.map(({ state }) => state)).toEqual(['Aborted', 'UploadComplete', 'UploadComplete']);
  });

  it('B2 submits nothing twice when the org never confirms the close, and leaves the rows unknown', async () => {
    await using bulk = await startBulkOrg({
      faults: [
        { step: 'close', reply: 'reset', isDone: true },
        { step: 'info', reply: unavailable },
      ],
    });
    const { details } = await failureOf(bulk);
    expect(bulk.jobs).toHaveLength(1);
    expect(bulk.submitted).toEqual(rows.slice(0, 2));
    expect(details.report).toMatchObject({ rowCount: 2, unknown: 2, unprocessed: 0 });
    expect(details.jobId).toBe('7501');
  });

  it('calls rows unprocessed when the close failed and the job could be aborted', async () => {
    await using bulk = await startBulkOrg({ faults: [{ step: 'close', reply: refusal(403, 'NO_ACCESS') }] });
    const { details } = await failureOf(bulk);
    expect(bulk.jobs.map(({ state }) => state)).toEqual(['Aborted']);
    expect(details.report).toMatchObject({ rowCount: 2, unknown: 0, unprocessed: 2, succeeded: 0 });
  });

  it('gives an upload up after three doubtful tries; nothing was submitted', async () => {
    await using bulk = await startBulkOrg({ faults: [{ step: 'upload', reply: 'reset' }] });
    const { code, details } = await failureOf(bulk);
    expect(code).toBe('outcome-unknown');
    expect(bulk.jobs).toHaveLength(3);
    expect(bulk.submitted).toEqual([]);
    expect(details.report).toMatchObject({ rowCount: 2, unprocessed: 2, unknown: 0 });
  });
});

describe('progress of an ingest', () => {
  it('adds up over all parts and never goes down, not even when an upload is repeated', async () => {
    await using bulk = await startBulkOrg({
      faults: [{ step: 'upload', call: 2, reply: 'reset', isDone: true }],
    });
    const events: ProgressEvent[] = [];
    const report = await write(bulk, { onProgress: (event) => events.push(event) });
    expect(countsThatWentDown(events)).toEqual([]);
    const uploads = events.filter(({ phase }) => phase === 'upload');
    expect(uploads.at(-1)).toMatchObject({
      bytes: report.byteCount,
      totalBytes: report.byteCount,
      totalRows: 4,
    });
    expect(events.filter(({ phase }) => phase === 'process').at(-1)).toMatchObject({
      rows: 4,
      totalRows: 4,
      note: 'JobComplete',
    });
  });
});

describe('waiting for an ingest job', () => {
  it('A7 A8 ends after waitSeconds and leaves the job alone, naming it', async () => {
    await using bulk = await startBulkOrg({
      outcome: () => ({ state: 'InProgress', numberRecordsProcessed: 1 }),
    });
    const { code, details } = await failureOf(bulk);
    expect(code).toBe('wait-timeout');
    expect(details).toMatchObject({ jobId: '7501', state: 'InProgress' });
    expect(details.report).toMatchObject({ rowCount: 2, unknown: 2, jobs: [{ id: '7501' }] });
    expect(bulk.steps).not.toContain('abort');
    expect(bulk.jobs[0]?.state).toBe('UploadComplete');
    const sleeps = bulk.org.context.sleeps;
    expect(sleeps.reduce((sum, each) => sum + each, 0)).toBeCloseTo(60_000, 1);
  });

  it('D30 looks often at first and seldom later', async () => {
    await using bulk = await startBulkOrg({
      outcome: (_job, look) => (look < 30 ? { state: 'InProgress' } : {}),
    });
    const { parts } = await planSource(byteSource(input));
    await runIngest(bulk.org.connection, { ...insert, waitSeconds: 3_600 }, parts);
    const { sleeps } = bulk.org.context;
    expect(sleeps[0]).toBe(250);
    expect(sleeps).toEqual([...sleeps].sort((one, other) => one - other));
    expect(Math.max(...sleeps)).toBe(30_000);
  });

  it('C16 takes a state that nobody knows for "wait"', async () => {
    await using bulk = await startBulkOrg({
      outcome: (_job, look) => (look < 3 ? { state: 'Pondering' } : {}),
    });
    expect(await write(bulk)).toMatchObject({ succeeded: 4 });
  });

  it('is cancelled during a pause, and leaves the job alone', async () => {
    const controller = new AbortController();
    await using bulk = await startBulkOrg({ outcome: () => ({ state: 'InProgress' }) });
    const { code, details } = await failureOf(bulk, {
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === 'process') controller.abort();
      },
    });
    expect(code).toBe('cancelled');
    expect(details.report).toMatchObject({ rowCount: 2, unknown: 2 });
    expect(bulk.steps).not.toContain('abort');
  });
});

describe('the end of an ingest job', () => {
  it('A15 throws when the org rejects a job as a whole: none of its rows was processed', async () => {
    const errorMessage = 'InvalidBatch : Field name not found : Subjekt';
    await using bulk = await startBulkOrg({
      outcome: () => ({ state: 'Failed', errorMessage, numberRecordsProcessed: 0 }),
    });
    const outcomes: RowOutcome[] = [];
    const failure = await failureOf(bulk, {
      onOutcomes: (some) => {
        outcomes.push(...some);
      },
    });
    expect(failure).toMatchObject({ code: 'job-failed', details: { jobId: '7501', errorMessage } });
    expect(outcomes).toEqual([
      { status: 'unprocessed', errors: [], row: { Subject: 'a' } },
      { status: 'unprocessed', errors: [], row: { Subject: 'b' } },
    ]);
    expect(failure.details.report).toMatchObject({ rowCount: 2, unprocessed: 2, unknown: 0 });
    expect(bulk.jobs).toHaveLength(1);
  });

  it.each([
    ['Failed', 'job-failed'],
    ['Aborted', 'job-aborted'],
  ])('A15 counts by its result files what a %s job had done', async (state, code) => {
    await using bulk = await startBulkOrg({
      outcome: () => ({ state, numberRecordsProcessed: 1 }),
      results: {
        succeeded: ({ header, rows: [row] }) => ({
          status: 200,
          body: `"sf__Id","sf__Created",${header}\n"5001","true",${row}\n`,
        }),
        unprocessed: ({ header, rows: [, row] }) => ({ status: 200, body: `${header}\n${row}\n` }),
      },
    });
    const failure = await failureOf(bulk);
    expect(failure.code).toBe(code);
    expect(failure.details.report).toMatchObject({
      rowCount: 2,
      succeeded: 1,
      created: 1,
      unprocessed: 1,
      unknown: 0,
    });
  });

  it('A15 names the failure of a job even when its counts do not add up', async () => {
    await using bulk = await startBulkOrg({
      outcome: () => ({
        state: 'Failed',
        errorMessage: 'TooManyLockFailure : gave up',
        numberRecordsProcessed: 1,
      }),
      results: { unprocessed: ({ header }) => ({ status: 200, body: `${header}\n` }) },
    });
    const failure = await failureOf(bulk);
    expect(failure).toMatchObject({ code: 'job-failed', cause: { code: 'reconciliation-mismatch' } });
    expect(failure.details.report).toMatchObject({ rowCount: 2, unknown: 2 });
  });

  it('B4 does not believe a job whose counter and file of failed rows disagree', async () => {
    await using bulk = await startBulkOrg({
      outcome: () => ({ numberRecordsProcessed: 2, numberRecordsFailed: 1 }),
    });
    const failure = await failureOf(bulk, { onOutcomes: () => undefined });
    expect(failure).toMatchObject({
      code: 'reconciliation-mismatch',
      details: { failed: 0, numberRecordsFailed: 1 },
    });
  });

  it('B4 does not believe a job whose counter misses a row', async () => {
    await using bulk = await startBulkOrg({ outcome: () => ({ numberRecordsProcessed: 1 }) });
    const failure = await failureOf(bulk);
    expect(failure).toMatchObject({ code: 'reconciliation-mismatch', details: { jobId: '7501', sent: 2 } });
    expect(failure.details.report).toMatchObject({ rowCount: 2, unknown: 2 });
  });

  it('says what upload was done when the file changes under it', async () => {
    await using bulk = await startBulkOrg();
    const source = byteSource(input);
    const { parts } = await planSource(source, { maxBytesPerJob: 18 });
    const reason = new Error('The file is gone.');
    const broken = parts.map((part) => ({
      ...part,
      open: () =>
        (async function* () {
          yield await Promise.resolve(Buffer.from('"Sub'));
          throw reason;
        })(),
    }));
    await expect(runIngest(bulk.org.connection, insert, broken)).rejects.toBe(reason);
    expect(bulk.submitted).toEqual([]);
    expect(bulk.jobs.map(({ state }) => state)).toEqual(['Aborted']);
  });
});
