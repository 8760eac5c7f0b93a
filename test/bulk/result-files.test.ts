import { describe, expect, it } from 'vitest';
import type { ResultKind } from '../../src/contract/activity.ts';
import type { RowOutcome } from '../../src/contract/outcome.ts';
import { CreatedCounter } from '../../src/bulk/created-counter.ts';
import { parseRowError } from '../../src/bulk/outcome-of-record.ts';
import { planSource } from '../../src/bulk/parts-of-source.ts';
import { runIngest } from '../../src/bulk/run-ingest.ts';
import { batchesOf, memorySink, type MemorySink } from '../activities/row-streams.ts';
import { startServiceOrg } from '../activities/service-org.ts';
import { byteSource } from '../support/byte-source.ts';
import { csv, startBulkOrg, type ScriptedBulkOptions } from './scripted-bulk-org.ts';

const upsert = { object: 'Case', operation: 'upsert', externalIdField: 'Ext__c', waitSeconds: 60 } as const;
const input = '"Ext__c","Subject"\n"k1","a"\n"k2","b"\n"k3","c"\n';

/** Sinks that know for which kinds they were asked. */
function resultSinks() {
  const asked: ResultKind[] = [];
  const sinks = new Map<ResultKind, MemorySink>();
  return {
    asked,
    text: (kind: ResultKind) => sinks.get(kind)?.text(),
    resultSink: (kind: ResultKind): Promise<MemorySink> => {
      const sink = memorySink();
      asked.push(kind);
      sinks.set(kind, sink);
      return Promise.resolve(sink);
    },
  };
}

/** Writes three rows, each in a job of its own, and collects what comes back. */
async function write(options: ScriptedBulkOptions) {
  await using bulk = await startBulkOrg(options);
  const { parts } = await planSource(byteSource(input), { maxBytesPerJob: 30 });
  expect(parts).toHaveLength(3);
  const sinks = resultSinks();
  const outcomes: RowOutcome[] = [];
  const report = await runIngest(bulk.org.connection, upsert, parts, {
    resultSink: sinks.resultSink,
    onOutcomes: (some) => {
      outcomes.push(...some);
    },
  });
  return { report, outcomes, sinks, steps: bulk.steps };
}

describe('result files', () => {
  it('hold the rows of a job that was rejected as a whole, behind what earlier jobs left', async () => {
    let jobs = 0;
    await using bulk = await startBulkOrg({
      outcome: () =>
        ++jobs === 1 ? {} : { state: 'Failed', errorMessage: 'rejected', numberRecordsProcessed: 0 },
    });
    const bare = input.replace('"Ext__c","Subject"', 'Ext__c,Subject');
    const { parts } = await planSource(byteSource(bare), { maxBytesPerJob: 30 });
    const sinks = resultSinks();
    const run = runIngest(bulk.org.connection, upsert, parts, { resultSink: sinks.resultSink });
    await expect(run).rejects.toMatchObject({
      code: 'job-failed',
      details: { report: { rowCount: 2, succeeded: 1, unprocessed: 1 } },
    });
    expect(sinks.text('succeeded')).toContain('"k1"');
    expect(sinks.text('unprocessed')?.replaceAll('"', '')).toBe('Ext__c,Subject\nk2,b\n');
  });

  it('of several jobs become one CSV with one header, byte for byte, one sink per kind', async () => {
    const { report, sinks, outcomes } = await write({});
    expect(sinks.asked).toEqual(['succeeded', 'failed', 'unprocessed']);
    expect(sinks.text('succeeded')).toBe(
      '"sf__Id","sf__Created","Ext__c","Subject"\n"5000","true","k1","a"\n"5000","true","k2","b"\n"5000","true","k3","c"\n',
    );
    expect(sinks.text('failed')).toBe('"sf__Id","sf__Error","Ext__c","Subject"\n');
    expect(report).toMatchObject({ succeeded: 3, created: 3 });
    expect(outcomes).toHaveLength(3);
    expect(outcomes[0]).toEqual({
      status: 'succeeded',
      id: '5000',
      created: true,
      errors: [],
      row: { Ext__c: 'k1', Subject: 'a' },
    });
  });

  it('are joined at a line end, also where a file does not end with one', async () => {
    const { sinks } = await write({
      results: {
        succeeded: ({ header, rows: [row] }) => ({
          status: 200,
          body: `"sf__Id","sf__Created",${header}\n"5001","false",${row}`,
        }),
      },
    });
    expect(sinks.text('succeeded')?.split('\n').filter(Boolean)).toHaveLength(4);
  });

  it('B11 C13 may be missing or empty: 204 and no byte mean no rows', async () => {
    const { report, outcomes } = await write({
      outcome: ({ rows }) => ({ numberRecordsFailed: rows.length }),
      results: {
        succeeded: () => ({ status: 204 }),
        unprocessed: () => ({ status: 200 }),
        failed: ({ header, rows: [row] }) =>
          csv([
            `"sf__Id","sf__Error",${header}`,
            `"","REQUIRED_FIELD_MISSING:Required: [Origin]:Origin --",${row}`,
          ]),
      },
    });
    expect(report).toMatchObject({ succeeded: 0, created: 0, failed: 3 });
    expect(outcomes[2]).toEqual({
      status: 'failed',
      errors: [{ code: 'REQUIRED_FIELD_MISSING', message: 'Required: [Origin]', fields: ['Origin'] }],
      row: { Ext__c: 'k3', Subject: 'c' },
    });
  });

  it.each([
    ['too short', ({ header }: { header: string }) => csv([`"sf__Id","sf__Created",${header}`])],
    [
      'cut inside a cell',
      ({ header }: { header: string }) => ({
        status: 200,
        body: `"sf__Id","sf__Created",${header}\n"5001","true","k1`,
      }),
    ],
  ])('D1 B4 are not believed when one is %s', async (_what, succeeded) => {
    await expect(write({ results: { succeeded } })).rejects.toMatchObject({
      code: 'reconciliation-mismatch',
      details: { jobId: '7501', report: { rowCount: 1, unknown: 1 } },
    });
  });

  it('B29 are fetched to the end when the line breaks, without a row or a byte twice', async () => {
    let tries = 0;
    const { report, sinks, outcomes } = await write({
      results: {
        succeeded: ({ header, rows: [row] }) => {
          tries += 1;
          const body = `"sf__Id","sf__Created",${header}\n"5001","true",${row}\n`;
          return { status: 200, body, ...(tries % 2 === 1 ? { cutAfterBytes: 30 } : {}) };
        },
      },
    });
    expect(tries).toBe(6);
    expect(report).toMatchObject({ succeeded: 3, created: 3 });
    expect(outcomes).toHaveLength(3);
    expect(sinks.text('succeeded')?.split('\n').filter(Boolean)).toHaveLength(4);
  });

  it('must have the same columns in every job when they share a file', async () => {
    const writing = write({
      results: {
        succeeded: ({ id, rows: [row] }) =>
          csv([`"sf__Id","sf__Created","${id}","Subject"`, `"5001","true",${row}`]),
      },
    });
    await expect(writing).rejects.toMatchObject({
      code: 'unexpected-response',
      details: { kind: 'succeeded' },
    });
  });

  it('are not fetched when nobody wants rows and the counters tell all', async () => {
    await using bulk = await startBulkOrg();
    const { parts } = await planSource(byteSource('Subject\na\n'));
    const report = await runIngest(bulk.org.connection, { ...upsert, operation: 'update' }, parts);
    expect(bulk.steps).toEqual(['create', 'upload', 'close', 'info']);
    expect(report).toMatchObject({ succeeded: 1 });
    expect('created' in report).toBe(false);
  });

  it('A11 may differ between jobs of rows, whose outcomes carry their own columns', async () => {
    await using service = await startServiceOrg();
    const outcomes: RowOutcome[] = [];
    const report = await service
      .target('bulk-insert', { object: 'Case' })
      .write(
        service.connection,
        batchesOf([{ Subject: 'a' }, { Subject: 'b', Origin: 'Web' }, { Subject: '#N/A' }], 1),
        {
          onOutcomes: (some) => {
            outcomes.push(...some);
          },
        },
      );
    expect(report).toMatchObject({ rowCount: 3, succeeded: 2, failed: 1, created: 2 });
    expect(report.jobs).toHaveLength(2);
    expect(outcomes.map(({ row }) => row)).toEqual([
      { Subject: 'a' },
      { Subject: '#N/A' },
      { Subject: 'b', Origin: 'Web' },
    ]);
    expect(await service.rowsOf('SELECT Subject FROM Case ORDER BY Subject')).toEqual([
      { Subject: 'a' },
      { Subject: 'b' },
    ]);
  });
});

describe('an error of a result file', () => {
  it.each([
    ['A_B:a: b: c:X Y --', { code: 'A_B', message: 'a: b: c', fields: ['X', 'Y'] }],
    ['LOCK:locked: 001,002:--', { code: 'LOCK', message: 'locked: 001,002', fields: [] }],
    ['A:two\nlines:X --', { code: 'A', message: 'two\nlines', fields: ['X'] }],
    ['just words', { code: 'UNKNOWN', message: 'just words', fields: [] }],
  ])('%j is taken apart', (text, parts) => {
    expect(parseRowError(text)).toEqual(parts);
  });
});

describe('CreatedCounter', () => {
  it.each([1, 2, 3, 1_000])('counts new records wherever the chunks fall (%d bytes)', (chunkBytes) => {
    const bytes = Buffer.from(
      '"sf__Id","sf__Created","T"\n"1","true","x\n""true"",""t"\n"2","false","true"\n"3","true",""\n',
    );
    const counter = new CreatedCounter({ columnDelimiter: 'COMMA', lineEnding: 'LF' });
    for (let at = 0; at < bytes.length; at += chunkBytes) counter.push(bytes.subarray(at, at + chunkBytes));
    expect(counter.count).toBe(2);
  });

  it('knows other delimiters', () => {
    const counter = new CreatedCounter({ columnDelimiter: 'PIPE', lineEnding: 'CRLF' });
    counter.push(Buffer.from('"sf__Id"|"sf__Created"\r\n"1"|"true"\r\n"2"|"false"\r\n'));
    expect(counter.count).toBe(1);
  });
});
