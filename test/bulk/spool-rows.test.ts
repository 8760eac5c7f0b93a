import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RowOutcome } from '../../src/contract/outcome.ts';
import type { Row, RowBatch } from '../../src/contract/row.ts';
import { SpoolFile } from '../../src/bulk/spool-file.ts';
import { spoolRows } from '../../src/bulk/parts-of-rows.ts';
import { readCsvRecords } from '../../src/codec/csv/read-records.ts';
import { ConnectorError } from '../../src/errors/connector-error.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { cell } from '../support/csv-arbitrary.ts';
import { textCells } from '../support/row-cells.ts';
import { testRunContext } from '../support/test-run-context.ts';
import { textOf } from '../support/byte-source.ts';

let temporaryFolder: string;
beforeEach(async () => {
  temporaryFolder = await mkdtemp(join(tmpdir(), 'sfsc-spool-'));
});
afterEach(() => rm(temporaryFolder, { recursive: true, force: true }));

interface Spooled {
  readonly texts: readonly string[];
  readonly refused: readonly RowOutcome[];
  readonly admitted: readonly string[][];
}

async function spool(
  rows: readonly Row[],
  { batchSize = 100, maxBytesPerJob = 1_000_000 } = {},
): Promise<Spooled> {
  const texts: string[] = [];
  const refused: RowOutcome[] = [];
  const admitted: string[][] = [];
  const parts = spoolRows(batchesOf(rows, batchSize), {
    context: { ...testRunContext(), temporaryFolder },
    maxBytesPerJob,
    admitColumns: (columns) => {
      admitted.push([...columns]);
      return Promise.resolve(textCells(columns));
    },
  });
  for await (const part of parts) {
    if ('refused' in part) {
      refused.push(...part.refused);
      continue;
    }
    if ('unsent' in part) throw new RangeError('The source did not break.');
    const text = await textOf(part.open());
    expect(part.byteLength).toBe(Buffer.byteLength(text));
    expect(part.rowCount).toBeGreaterThan(0);
    if (part.rowCount > 1) expect(part.byteLength).toBeLessThanOrEqual(maxBytesPerJob);
    texts.push(text);
  }
  return { texts, refused, admitted };
}

async function cellsOf(texts: readonly string[]): Promise<string[][]> {
  const cells: string[][] = [];
  for (const text of texts) {
    const dialect = { columnDelimiter: 'COMMA', lineEnding: 'LF' } as const;
    const records: (readonly string[])[] = [];
    const chunks = (async function* () {
      yield await Promise.resolve(Buffer.from(text));
    })();
    for await (const batch of readCsvRecords(chunks, dialect)) records.push(...batch);
    cells.push(...records.slice(1).map((record) => [...record]));
  }
  return cells;
}

describe('spoolRows', () => {
  it('gives the rows that wait for their part as unsent, before the error of its source', async () => {
    const reason = new Error('The database is gone.');
    async function* breaking(): AsyncGenerator<RowBatch> {
      yield await Promise.resolve({ firstRowIndex: 0, rows: [{ A: '1' }, { A: '2' }] });
      throw reason;
    }
    const parts = spoolRows(breaking(), {
      context: { ...testRunContext(), temporaryFolder },
      admitColumns: (columns: readonly string[]) => Promise.resolve(textCells(columns)),
    });
    const { value } = await parts.next();
    const unsent = value !== undefined && 'unsent' in value ? value.unsent : undefined;
    expect(unsent && (await textOf(unsent.open()))).toBe('"A"\n"1"\n"2"\n');
    await expect(parts.next()).rejects.toBe(reason);
    expect(await readdir(temporaryFolder)).toEqual([]);
  });

  it('A12 writes absent, null, empty and text apart', async () => {
    const { texts } = await spool([
      { A: 'a', B: null, C: '' },
      { A: false, B: 0 },
      { C: 'NA', A: 'null' },
    ]);
    expect(texts).toEqual(['"A","B","C"\n"a","#N/A","#N/A"\n"false","0",""\n"null","","NA"\n']);
  });

  it('A11 starts a new part at a column that shows up late, and admits columns before any row has them', async () => {
    const { texts, admitted } = await spool([{ Name: 'a' }, { Name: 'b', Phone: '1' }, { Phone: '2' }], {
      batchSize: 1,
    });
    expect(texts).toEqual(['"Name"\n"a"\n', '"Name","Phone"\n"b","1"\n"","2"\n']);
    expect(admitted).toEqual([['Name'], ['Name', 'Phone']]);
  });

  it('B15 B16 cuts any rows into parts that hold all of them in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 1, max: 9 }),
        async (pairs, maxBytesPerJob, batchSize) => {
          const { texts, refused } = await spool(
            pairs.map(([A, B]) => ({ A, B })),
            { maxBytesPerJob, batchSize },
          );
          const sendable = pairs.filter((pair) => !pair.includes('#N/A'));
          const expected = sendable.map((pair) => pair.map((text) => (text === '' ? '#N/A' : text)));
          expect(await cellsOf(texts)).toEqual(expected);
          expect(refused.length).toBe(pairs.length - sendable.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('cuts a single batch that is larger than a job', async () => {
    const rows = Array.from({ length: 64 }, (_, index) => ({ A: `row ${index} ${'ö'.repeat(20)}` }));
    const { texts } = await spool(rows, { batchSize: 64, maxBytesPerJob: 500 });
    expect(texts.length).toBeGreaterThan(5);
    expect((await cellsOf(texts)).map(([text]) => text)).toEqual(rows.map(({ A }) => A));
  });

  it('C25 refuses rows that CSV cannot express, each with its place, and goes on', async () => {
    const rows: Row[] = [{ A: 'a' }, { A: '#N/A' }, { A: 'c' }, { A: [{ Id: '1' }] }, { A: 'e' }];
    const { texts, refused } = await spool(rows);
    expect(await cellsOf(texts)).toEqual([['a'], ['c'], ['e']]);
    expect(refused.map(({ rowIndex, status, row }) => [rowIndex, status, row])).toEqual([
      [1, 'failed', rows[1]],
      [3, 'failed', rows[3]],
    ]);
    expect(refused[0]?.errors).toMatchObject([{ code: 'invalid-value', fields: ['A'] }]);
  });

  it('gives no part for no rows, and none for refused rows only', async () => {
    expect((await spool([])).texts).toEqual([]);
    expect((await spool([{ A: '#N/A' }])).texts).toEqual([]);
  });
});

describe('spool files', () => {
  it('give a part the records that were there when it was made, whatever is appended later', async () => {
    const file = await SpoolFile.create({ ...testRunContext(), temporaryFolder }, ['A']);
    await file.append(Buffer.from('"1"\n'), 1);
    const part = file.part();
    await file.append(Buffer.from('"half a rec'), 0);
    expect(await textOf(part.open())).toBe('"A"\n"1"\n');
    expect(part).toMatchObject({ rowCount: 1, byteLength: 8 });
    await file.remove();
  });

  const options = () => ({
    context: { ...testRunContext(), temporaryFolder },
    admitColumns: (columns: readonly string[]) => Promise.resolve(textCells(columns)),
  });

  it('are there while their part is in use, for the owner only, and gone afterwards', async () => {
    const rows = [{ A: 'a' }, { A: 'b', B: 'b' }];
    for await (const part of spoolRows(batchesOf(rows, 1), options())) {
      expect(part).toHaveProperty('columns');
      const [file = '', ...others] = await readdir(temporaryFolder);
      expect(others).toEqual([]);
      expect((await stat(join(temporaryFolder, file))).mode & 0o777).toBe(0o600);
    }
    expect(await readdir(temporaryFolder)).toEqual([]);
  });

  it('are gone when the reader leaves early', async () => {
    for await (const part of spoolRows(batchesOf([{ A: 'a' }]), options())) {
      expect(part).toHaveProperty('columns');
      break;
    }
    expect(await readdir(temporaryFolder)).toEqual([]);
  });

  it('are gone when a late column is refused', async () => {
    const refusing = {
      ...options(),
      admitColumns: (columns: readonly string[]) => {
        if (columns.includes('B')) throw new ConnectorError('unknown-column', 'No B.');
        return Promise.resolve(textCells(columns));
      },
    };
    const parts = spoolRows(batchesOf([{ A: 'a' }, { B: 'b' }], 1), refusing);
    expect((await parts.next()).value).toMatchObject({ unsent: { rowCount: 1 } });
    await expect(parts.next()).rejects.toMatchObject({ code: 'unknown-column' });
    expect(await readdir(temporaryFolder)).toEqual([]);
  });
});
