import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TargetActivity, WriteRun } from '../../src/contract/activity.ts';
import type { WriteReport } from '../../src/contract/outcome.ts';
import { ConnectorError } from '../../src/errors/connector-error.ts';
import { createRunContext } from '../../src/compose.ts';
import { fileInput } from '../../src/host/index.ts';
import { runActivity } from '../../src/host/run/run-activity.ts';
import { requireBalance } from '../../src/host/results/require-balance.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { toyConnector } from './toy-connector.ts';

const report = (counts: Partial<WriteReport>): WriteReport => ({
  rowCount: 0,
  succeeded: 0,
  failed: 0,
  unprocessed: 0,
  unknown: 0,
  byteCount: 0,
  jobs: [],
  ...counts,
});

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

/** Runs a write of a one-off activity, which stands for a connector that misbehaves in just one way. */
async function run(activity: Partial<TargetActivity> & { bytes?: boolean; inOrder?: boolean }) {
  const path = join(folder, 'in.csv');
  await writeFile(path, 'key\na\nb\nc\n');
  const base = toyConnector.activity('append', { collection: 'x' }) as TargetActivity;
  const { bytes = false, inOrder = true, ...methods } = activity;
  return runActivity({
    activity: {
      ...base,
      ...methods,
      capabilities: { ...base.capabilities, bytes, outcomesInInputOrder: inOrder },
    },
    connection: toyConnector.connect({ name: 'toy', folder }, createRunContext()),
    context: createRunContext(),
    input: fileInput(path),
    resultsFolder: join(folder, 'results'),
    run: {},
  });
}

const get = (file: string) => readFile(join(folder, 'results', file), 'utf8');
const files = () => readdir(join(folder, 'results'));

/** Takes every row, then does as told. */
const afterTaking =
  (work: (run: WriteRun) => Promise<WriteReport>): TargetActivity['write'] =>
  async (_connection, rows, writeRun = {}) => {
    for await (const batch of rows) expect(batch.rows).toHaveLength(3);
    return work(writeRun);
  };

describe('a run that breaks off', () => {
  test('calls rows unknown that were taken and never answered for', async () => {
    const write = afterTaking(async ({ onOutcomes }) => {
      await onOutcomes?.([{ status: 'succeeded', rowIndex: 1, id: 'id-b', created: true, errors: [] }]);
      throw new ConnectorError('network-error', 'cut', {
        details: { report: report({ rowCount: 3, succeeded: 1, unknown: 2 }) },
      });
    });
    await expect(run({ write })).rejects.toMatchObject({ code: 'network-error' });
    expect(await get('success.csv')).toBe('result_id,result_created,key\nid-b,true,b\n');
    expect(await get('unknown.csv')).toBe('error_code,error_message,error_fields,key\n,,,a\n,,,c\n');
    expect(JSON.parse(await get('summary.json'))).toMatchObject({
      complete: false,
      report: { unknown: 2 },
      counters: { success_record_count: 1, failure_record_count: 2 },
    });
  });

  test('before anything was sent leaves a summary only', async () => {
    const write = afterTaking(() => Promise.reject(new ConnectorError('invalid-login', 'no')));
    await expect(run({ write })).rejects.toMatchObject({ code: 'invalid-login' });
    expect(await files()).toEqual(['summary.json']);
    expect(JSON.parse(await get('summary.json'))).toMatchObject({
      complete: false,
      error: { code: 'invalid-login' },
    });
  });

  test('in the middle of a result file keeps its whole records', async () => {
    const writeBytes: TargetActivity['writeBytes'] = async (_connection, _source, writeRun) => {
      const sink = await writeRun?.resultSink?.('succeeded');
      await sink?.write(Buffer.from('"Id","key"\n"1","a"\n"2","b'));
      throw new ConnectorError('network-error', 'cut');
    };
    await expect(run({ bytes: true, writeBytes })).rejects.toMatchObject({ code: 'network-error' });
    expect(await get('success.csv')).toBe('"Id","key"\n"1","a"\n');
    expect(await files()).toEqual(['success.csv', 'summary.json']);
  });
});

describe('results', () => {
  test('keep all errors of a row (C28)', async () => {
    const errors = [
      { code: 'FIRST', message: 'one', fields: ['A', 'B'] },
      { code: 'SECOND', message: 'two', fields: ['B'] },
    ];
    const write = afterTaking(async ({ onOutcomes }) => {
      await onOutcomes?.([0, 1].map((rowIndex) => ({ status: 'failed' as const, rowIndex, errors })));
      await onOutcomes?.([{ status: 'unprocessed', rowIndex: 2, errors: [] }]);
      return report({ rowCount: 3, failed: 2, unprocessed: 1 });
    });
    await run({ write });
    expect(await get('failed.csv')).toBe(
      'error_code,error_message,error_fields,key\nFIRST; SECOND,one; two,A; B,a\nFIRST; SECOND,one; two,A; B,b\n',
    );
    expect(await get('unprocessed.csv')).toBe('error_code,error_message,error_fields,key\n,,,c\n');
  });

  test('take the row from the outcome when the API answers in any order (B1)', async () => {
    const write = afterTaking(async ({ onOutcomes }) => {
      await onOutcomes?.(
        ['c', 'a', 'b'].map((key) => ({
          status: 'succeeded' as const,
          id: `id-${key}`,
          errors: [],
          row: { key },
        })),
      );
      return report({ rowCount: 3, succeeded: 3 });
    });
    await run({ write, inOrder: false });
    expect(await get('success.csv')).toBe('result_id,result_created,key\nid-c,,c\nid-a,,a\nid-b,,b\n');
  });
});

describe('a result file that cannot take its name', () => {
  /** One row succeeds, the others fail; a folder is where their file should be. */
  async function runWithoutRoom(write: TargetActivity['write']) {
    await mkdir(join(folder, 'results', 'failed.csv'), { recursive: true });
    return run({ write });
  }
  const tellOutcomes = async ({ onOutcomes }: WriteRun) => {
    const errors = [{ code: 'ODD', message: 'odd', fields: [] }];
    await onOutcomes?.([
      { status: 'succeeded', rowIndex: 0, id: 'id-a', created: true, errors: [] },
      { status: 'failed', rowIndex: 1, errors },
      { status: 'failed', rowIndex: 2, errors },
    ]);
  };

  test('ends the run, and takes nothing from the files before it', async () => {
    const write = afterTaking(async (writeRun) => {
      await tellOutcomes(writeRun);
      return report({ rowCount: 3, succeeded: 1, failed: 2 });
    });
    await expect(runWithoutRoom(write)).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(await get('success.csv')).toBe('result_id,result_created,key\nid-a,true,a\n');
    expect(await get('failed.csv.part')).toContain(',b\n');
  });

  test('does not hide why the run broke off', async () => {
    const write = afterTaking(async (writeRun) => {
      await tellOutcomes(writeRun);
      throw new ConnectorError('network-error', 'cut');
    });
    await expect(runWithoutRoom(write)).rejects.toMatchObject({ code: 'network-error' });
  });
});

describe('the balance of a write', () => {
  test.each([
    ['counts that do not add up (B4)', report({ rowCount: 3, succeeded: 2 }), []],
    ['rows that nobody accounts for (D1)', report({ rowCount: 2, succeeded: 2 }), [0, 1]],
    ['outcomes that never came', report({ rowCount: 3, succeeded: 3 }), [0, 1]],
    ['outcomes of another kind', report({ rowCount: 3, succeeded: 2, failed: 1 }), [0, 1, 2]],
  ])('refuses %s', async (_, result, succeeded) => {
    const write = afterTaking(async ({ onOutcomes }) => {
      await onOutcomes?.(
        succeeded.map((rowIndex) => ({ status: 'succeeded' as const, rowIndex, errors: [] })),
      );
      return result;
    });
    await expect(run({ write })).rejects.toMatchObject({ code: 'reconciliation-mismatch' });
    expect(JSON.parse(await get('summary.json'))).toMatchObject({ complete: false });
  });

  test('accepts a report alone where nobody looked at the rows', () => {
    expect(() => {
      requireBalance(report({ rowCount: 4, succeeded: 1, failed: 1, unprocessed: 1, unknown: 1 }));
    }).not.toThrow();
  });
});

test('a transformation is refused before an activity that forbids it', async () => {
  const base = toyConnector.activity('append', { collection: 'x' }) as TargetActivity;
  const forbidden = { ...base, capabilities: { ...base.capabilities, transformationAllowed: false } };
  const running = runActivity({
    activity: forbidden,
    connection: toyConnector.connect({ name: 'toy', folder }, createRunContext()),
    context: createRunContext(),
    input: fileInput(join(folder, 'never-read.csv')),
    transformation: { name: 't', columns: { key: 'Id' } },
    run: {},
  });
  await expect(running).rejects.toMatchObject({ code: 'unsupported-operation' });
});
