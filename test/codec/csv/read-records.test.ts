import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnDelimiters,
  lineEndings,
  type ColumnDelimiter,
  type LineEnding,
} from '../../../src/codec/csv/dialect.ts';
import { readCsvRecords } from '../../../src/codec/csv/read-records.ts';
import { byteSource } from '../../support/byte-source.ts';
import { quotedCsv, table } from '../../support/csv-arbitrary.ts';

const dialects = fc.record({
  columnDelimiter: fc.constantFrom(...(Object.keys(columnDelimiters) as ColumnDelimiter[])),
  lineEnding: fc.constantFrom(...(Object.keys(lineEndings) as LineEnding[])),
});

async function all(
  chunks: AsyncIterable<Uint8Array>,
  dialect = { columnDelimiter: 'COMMA', lineEnding: 'LF' } as const,
) {
  const records: (readonly string[])[] = [];
  for await (const batch of readCsvRecords(chunks, dialect)) records.push(...batch);
  return records;
}

describe('readCsvRecords', () => {
  it('C6 D11 gives back any table, in any dialect and in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(table, dialects, fc.integer({ min: 1, max: 7 }), async (data, dialect, size) => {
        const csv = quotedCsv(data, {
          delimiter: columnDelimiters[dialect.columnDelimiter],
          lineEnding: lineEndings[dialect.lineEnding],
        });
        const records: (readonly string[])[] = [];
        for await (const batch of readCsvRecords(byteSource(csv, size).open(), dialect))
          records.push(...batch);
        expect(records).toEqual([data.columns, ...data.records]);
      }),
      { numRuns: 50 },
    );
  });

  it('hands over batches before the end', async () => {
    const csv = `"Id"\n${'"1"\n'.repeat(5_000)}`;
    const sizes: number[] = [];
    for await (const batch of readCsvRecords(byteSource(csv).open(), {
      columnDelimiter: 'COMMA',
      lineEnding: 'LF',
    })) {
      sizes.push(batch.length);
    }
    expect(sizes).toEqual([2_000, 2_000, 1_001]);
  });

  it('frees its source when the caller stops early', async () => {
    let isFreed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield await Promise.resolve(Buffer.from('"1"\n'.repeat(1_000)));
      } finally {
        isFreed = true;
      }
    }
    for await (const _ of readCsvRecords(endless(), { columnDelimiter: 'COMMA', lineEnding: 'LF' })) break;
    await expect.poll(() => isFreed).toBe(true);
  });

  it('passes an error of its source on', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from('"1"\n'));
      throw new RangeError('the wire broke');
    }
    await expect(all(broken())).rejects.toThrow(new RangeError('the wire broke'));
  });

  it('B18 names the line of a broken record and does not quote it', async () => {
    const failure = all(byteSource('"Id","T"\n"1","x"\n"secret"x,"y"\n').open());
    await expect(failure).rejects.toMatchObject({ code: 'csv-malformed', details: { line: 3 } });
    await expect(failure).rejects.not.toThrow(/secret/);
  });
});
