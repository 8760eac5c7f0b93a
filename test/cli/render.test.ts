import { describe, expect, test } from 'vitest';
import type { Recovery } from '../../src/contract/failure.ts';
import { errorCatalogue, type ErrorCode } from '../../src/errors/catalogue.ts';
import { ConnectorError } from '../../src/errors/connector-error.ts';
import { ExitCode, exitCodeOf, exitCodeOfReport } from '../../src/cli/exit-code.ts';
import { createProgressRenderer } from '../../src/cli/progress/progress-renderer.ts';
import { failureDocument } from '../../src/cli/render/failure-document.ts';
import { formatBytes, formatDuration } from '../../src/cli/render/format-number.ts';
import { renderAccount } from '../../src/cli/render/render-account.ts';
import { renderFields } from '../../src/cli/render/render-fields.ts';
import { renderRead, renderWrite } from '../../src/cli/render/render-result.ts';
import { schemaTable } from '../../src/cli/render/schema-table.ts';
import { table } from '../../src/cli/render/table.ts';

test('a failure for machines has the counters of its run, where those of a run that went well are', async () => {
  const failed = new ConnectorError('network-error', 'cut', {
    details: { report: { rowCount: 5, succeeded: 2 } },
  });
  expect(await failureDocument(failed)).toMatchObject({
    error: { code: 'network-error' },
    counters: { success_record_count: 2, failure_record_count: 3 },
  });
  expect(await failureDocument(new ConnectorError('invalid-login', 'no'))).not.toHaveProperty('counters');
});

describe('exit codes (B12)', () => {
  test.each<[ErrorCode, number]>([
    ['invalid-usage', 1],
    ['csv-malformed', 1],
    ['file-not-found', 1],
    ['job-failed', 3],
    ['reconciliation-mismatch', 3],
    ['invalid-login', 4],
    ['api-limit-reached', 5],
    ['cancelled', 130],
  ])('%s exits with %i', (code, exitCode) => {
    expect(exitCodeOf(new ConnectorError(code, 'x'))).toBe(exitCode);
  });

  test('every code of the catalogue has one, and none is 0', () => {
    for (const code of Object.keys(errorCatalogue) as ErrorCode[]) {
      expect([1, 3, 4, 5, 130]).toContain(exitCodeOf(new ConnectorError(code, 'x')));
    }
  });

  test.each<[Recovery, number]>([
    ['fix-config', 1],
    ['fix-data', 1],
    ['abort', 3],
    ['retry', 3],
    ['reauthenticate', 4],
    ['cancelled', 130],
  ])('a code of another connector goes by its recovery: %s exits with %i', (recovery, exitCode) => {
    const foreign = Object.assign(new Error('x'), {
      code: 'their-own',
      recovery,
      nextSteps: ['y'],
      details: {},
    });
    expect(exitCodeOf(foreign)).toBe(exitCode);
  });

  test('a defect is a failed operation', () => {
    expect(exitCodeOf(new TypeError('x'))).toBe(ExitCode.operationFailed);
  });

  test.each([
    [{ failed: 0, unprocessed: 0, unknown: 0 }, 0],
    [{ failed: 1, unprocessed: 0, unknown: 0 }, 2],
    [{ failed: 0, unprocessed: 1, unknown: 0 }, 2],
    [{ failed: 0, unprocessed: 0, unknown: 1 }, 2],
  ])('a write with %j exits with %i', (counts, exitCode) => {
    expect(exitCodeOfReport({ rowCount: 5, succeeded: 4, byteCount: 0, jobs: [], ...counts })).toBe(exitCode);
  });
});

describe('progress', () => {
  const renderer = (style: 'bar' | 'lines' | 'none') => {
    let now = 0;
    let shown = '';
    const stream = { columns: 60, write: (text: string) => (shown += text) };
    return {
      ...createProgressRenderer({ stream, style, nowMs: () => now }),
      shown: () => shown,
      wait: (ms: number) => {
        now += ms;
      },
    };
  };

  test('as lines shows the start of each phase and then one line every two seconds', () => {
    const { show, wait, shown } = renderer('lines');
    for (let rows = 0; rows < 50; rows += 1) {
      show({ phase: 'read', rows });
      wait(100);
    }
    show({ phase: 'write', rows: 1, note: 'InProgress' });
    expect(shown().trimEnd().split('\n')).toEqual([
      'read      0 rows',
      'read      20 rows',
      'read      40 rows',
      'write     1 rows  InProgress',
    ]);
  });

  test('as a bar redraws one line that fits, and takes it away', () => {
    const { show, clear, shown } = renderer('bar');
    show({ phase: 'upload', bytes: 500_000, totalBytes: 1_000_000, note: 'x'.repeat(80) });
    const [, line = ''] = shown().split('\r\u001b[K');
    expect(line).toMatch(/^upload {4}█{12}░{12} {3}50 % {2}500\.0 kB/);
    expect(line).toHaveLength(59);
    clear();
    clear();
    expect(shown().endsWith('\r\u001b[K')).toBe(true);
    expect(shown().split('\r\u001b[K')).toHaveLength(3);
  });

  test('as a bar without a total goes to and fro', () => {
    const { show, wait, shown } = renderer('bar');
    for (let rows = 0; rows < 40; rows += 1) {
      show({ phase: 'write', rows });
      wait(100);
    }
    const starts = shown()
      .split('\r\u001b[K')
      .slice(1)
      .map((line) => /^write {5}(░*)█{6}░* {2}\d+ rows$/.exec(line)?.[1]?.length);
    expect(starts).toEqual(Array.from({ length: 40 }, (_, step) => 18 - Math.abs((step % 36) - 18)));
  });

  test('as a bar is seen full even when the end comes at once', () => {
    const { show, shown } = renderer('bar');
    show({ phase: 'upload', bytes: 0, totalBytes: 4 });
    show({ phase: 'upload', bytes: 2, totalBytes: 4 });
    show({ phase: 'upload', bytes: 4, totalBytes: 4 });
    expect(shown()).not.toContain('50 %');
    expect(shown()).toContain('█'.repeat(24) + '  100 %');
  });

  test('with a total that is wrong or zero never shows more than 100 %', () => {
    const { show, wait, shown } = renderer('lines');
    show({ phase: 'a', rows: 5, totalRows: 4 });
    wait(5000);
    show({ phase: 'b', rows: 0, totalRows: 0 });
    expect(shown()).toBe('a         100 %  5 of 4 rows\nb         0 of 0 rows\n');
  });

  test.each([0, undefined])(
    'takes a terminal that says it is %s columns wide for an ordinary one',
    (columns) => {
      let shown = '';
      const stream = {
        ...(columns === undefined ? {} : { columns }),
        write: (text: string) => (shown += text),
      };
      createProgressRenderer({ stream, style: 'bar', nowMs: () => 0 }).show({ phase: 'write', rows: 200 });
      expect(shown.endsWith('200 rows')).toBe(true);
    },
  );

  test('can be silent', () => {
    const { show, clear, shown } = renderer('none');
    show({ phase: 'read', rows: 1 });
    clear();
    expect(shown()).toBe('');
  });
});

describe('the account of a write', () => {
  const usage = { apiCalls: 3, logins: 1, bytesSent: 10, bytesReceived: 2000 };
  const report = {
    rowCount: 7,
    succeeded: 1,
    failed: 6,
    unprocessed: 0,
    unknown: 0,
    byteCount: 10,
    jobs: [],
  };
  const failure = { rowIndex: 0, error: { code: 'REFUSED', message: 'because', fields: [] } };
  const result = {
    direction: 'target' as const,
    report,
    droppedRowCount: 2,
    failures: [failure],
    counters: {},
    outputs: [] as string[],
    durationMs: 40,
    usage,
  };

  test('names the first failures by the number of their row, and how many more there are', () => {
    expect(renderWrite(result).split('\n')).toEqual([
      'rows                           7',
      'succeeded                      1',
      'failed                         6',
      'unprocessed                    0',
      'unknown                        0',
      'dropped by the transformation  2',
      '  row 1: REFUSED: because',
      '  and 5 more',
      'Give --results DIR to keep what became of every row.',
      '40 ms, 3 API calls, 10 B sent, 2.0 kB received',
    ]);
  });

  test('names jobs and files, and asks for nothing more then', () => {
    const text = renderWrite({
      ...result,
      report: { ...report, created: 1, jobs: [{ id: '750', state: 'JobComplete' }] },
      outputs: ['r/failed.csv'],
    });
    expect(text).toContain('\n  created                      1\n');
    expect(text).toContain('\njob 750: JobComplete\nwrote r/failed.csv\n');
    expect(text).not.toContain('--results');
  });

  test('is part of the error when the write broke off', () => {
    expect(renderAccount({ report })).toBe(
      'Rows until then: 1 succeeded, 6 failed, 0 unprocessed, 0 unknown.',
    );
    const jobs = [{ id: '750', state: 'UploadComplete' }];
    expect(renderAccount({ report: { ...report, jobs } })).toMatch(/\nJob 750: UploadComplete$/);
    expect(renderAccount({})).toBeUndefined();
    expect(renderAccount({ report: { rowCount: 1 } })).toBeUndefined();
  });

  test('of a read says when a limit cut it short', () => {
    const read = { direction: 'source' as const, counters: {}, outputs: ['o.csv'], durationMs: 2000, usage };
    const counts = { rowCount: 1400, byteCount: 1, jobs: [] };
    const cost = ', 2.0 s, 3 API calls, 10 B sent, 2.0 kB received';
    expect(renderRead({ ...read, report: { ...counts, truncated: false } })).toBe(
      `1,400 rows to o.csv${cost}`,
    );
    expect(renderRead({ ...read, report: { ...counts, rowCount: 1, truncated: false } })).toMatch(
      /^1 row to/,
    );
    expect(renderRead({ ...read, report: { ...counts, truncated: true } })).toContain(
      'cut short by the limit',
    );
  });
});

test("a schema table shows type, length, label and what can be matched, in Salesforce's words where it can", () => {
  const row = {
    properties: {
      Email: { type: ['string', 'null'], format: 'email', maxLength: 80, title: 'E-mail' },
      Age: { type: 'integer' },
      OwnerId: { type: 'string', 'x-salesforce': { type: 'reference', referenceTo: ['Group', 'User'] } },
      Key__c: { type: 'string', 'x-salesforce': { type: 'string', externalId: true, idLookup: true } },
      Id: { type: 'string', 'x-salesforce': { type: 'id', idLookup: true } },
    },
  };
  expect(schemaTable(row).split('\n')).toEqual([
    'FIELD    TYPE                    LENGTH  MATCH        LABEL',
    'Email    string email                80               E-mail',
    'Age      integer',
    'OwnerId  reference(Group, User)',
    'Key__c   string                          external id',
    'Id       id                              lookup',
  ]);
  expect(schemaTable({})).toBe('FIELD  TYPE  LENGTH  MATCH  LABEL');
});

test('a table aligns text to the left and numbers to the right, without trailing space', () => {
  const rows = [
    ['a', 1],
    ['long name', 12_345],
  ];
  expect(table(rows, ['NAME', 'COUNT'])).toBe('NAME        COUNT\na               1\nlong name  12,345');
  expect(table([])).toBe('');
});

test('sizes and durations are short', () => {
  expect([0, 999, 1000, 1_234_567, 5e15].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '1.2 MB',
    '5000.0 TB',
  ]);
  expect([4.4, 999, 1500, 61_000].map(formatDuration)).toEqual(['4 ms', '999 ms', '1.5 s', '1 min 1 s']);
});

describe('the fields that a failure wants corrected', () => {
  test.each([
    [{ fields: ['securityToken'] }, 'Field to correct: securityToken'],
    [{ fields: ['password', 'username'] }, 'Fields to correct, most likely first: password, username'],
    [{ fields: [] }, undefined],
    [{}, undefined],
  ])('%j', (details, line) => {
    expect(renderFields(details)).toBe(line);
  });
});
