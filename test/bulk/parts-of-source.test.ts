import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planSource, type SourcePlan } from '../../src/bulk/parts-of-source.ts';
import { readCsvRecords } from '../../src/codec/csv/read-records.ts';
import { byteSource, textOf } from '../support/byte-source.ts';
import { quotedCsv, table } from '../support/csv-arbitrary.ts';

async function textsOf({ parts }: SourcePlan): Promise<string[]> {
  const texts: string[] = [];
  for (const part of parts) texts.push(await textOf(part.open()));
  return texts;
}

async function recordsOf(text: string): Promise<string[][]> {
  const records: string[][] = [];
  const dialect = { columnDelimiter: 'COMMA', lineEnding: 'LF' } as const;
  for await (const batch of readCsvRecords(byteSource(text).open(), dialect))
    records.push(...batch.map((record) => [...record]));
  return records;
}

describe('planSource', () => {
  it('B15 B16 C7 cuts any CSV into parts that hold all records in order, fit, and are not empty', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('\n', '\r\n'),
        async (data, maxBytesPerJob, chunkBytes, lineEnding) => {
          const csv = quotedCsv(data, { lineEnding });
          const plan = await planSource(byteSource(csv, chunkBytes), { maxBytesPerJob });
          const texts = await textsOf(plan);
          const [header = '', ...rows] = splitRecords(csv, data, lineEnding);
          expect(texts.map((text) => text.slice(header.length)).join('')).toBe(rows.join(''));
          expect(plan.rowCount).toBe(data.records.length);
          for (const [index, part] of plan.parts.entries()) {
            const text = texts[index] ?? '';
            expect(text.startsWith(header)).toBe(true);
            expect(part.byteLength).toBe(Buffer.byteLength(text));
            expect(part.rowCount).toBeGreaterThan(0);
            if (part.rowCount > 1) expect(part.byteLength).toBeLessThanOrEqual(maxBytesPerJob);
          }
          expect(plan.parts.reduce((sum, part) => sum + part.rowCount, 0)).toBe(data.records.length);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('cuts at exact multiples of the limit without an empty part (B16)', async () => {
    const plan = await planSource(byteSource('Id\n1\n2\n3\n4\n'), { maxBytesPerJob: 7 });
    expect(await textsOf(plan)).toEqual(['Id\n1\n2\n', 'Id\n3\n4\n']);
  });

  it('gives a record that is larger than the limit a part of its own', async () => {
    const long = 'x'.repeat(50);
    const plan = await planSource(byteSource(`Id\n1\n${long}\n2\n`), { maxBytesPerJob: 10 });
    expect(await textsOf(plan)).toEqual(['Id\n1\n', `Id\n${long}\n`, 'Id\n2\n']);
  });

  it.each([
    ['Id,Subject\n', 'LF'],
    ['Id,Subject\r\n', 'CRLF'],
    ['Id,Subject', 'LF'],
    ['\uFEFF"Id","Subject"\n\n\n', 'LF'],
  ])('B27 finds no part in %j', async (text, lineEnding) => {
    const plan = await planSource(byteSource(text, 1));
    expect(plan).toMatchObject({
      rowCount: 0,
      parts: [],
      header: { columns: ['Id', 'Subject'], lineEnding },
    });
  });

  it.each([1, 2, 3, Infinity])(
    'B5 leaves a byte order mark out of the parts (chunks of %d)',
    async (chunkBytes) => {
      const plan = await planSource(
        byteSource('\uFEFF"Id","Sübject"\r\n'.replace('ü', 'u') + '1,"ö\n😀"\r\n', chunkBytes),
      );
      expect(plan.header.columns).toEqual(['Id', 'Subject']);
      expect(await textsOf(plan)).toEqual(['"Id","Subject"\r\n1,"ö\n😀"\r\n']);
      expect(plan.parts[0]?.dialect).toMatchObject({ columnDelimiter: 'COMMA', lineEnding: 'CRLF' });
    },
  );

  it.each(['utf16le', 'big-endian'])('refuses UTF-16 (%s)', async (kind) => {
    const bytes = Buffer.from('\uFEFFId,Subject\n1,a\n', 'utf16le');
    await expect(planSource(byteSource(kind === 'utf16le' ? bytes : bytes.swap16()))).rejects.toMatchObject({
      code: 'csv-encoding',
    });
  });

  it.each([
    ['', 'csv-empty'],
    ['\n\n', 'csv-empty'],
    ['\uFEFF', 'csv-empty'],
    ['Id,Id\n1,2\n', 'csv-malformed'],
    ['Id,Subject\n1,"open\n', 'csv-unterminated-quote'],
    ['Id,Subject\n1,in"side\n', 'csv-malformed'],
  ])('refuses %j with %s', async (text, code) => {
    await expect(planSource(byteSource(text))).rejects.toMatchObject({ code });
  });

  it('opens a part as often as it is asked to, also twice at once', async () => {
    const { parts } = await planSource(byteSource('Id\n1\n2\n', 3));
    const [part] = parts;
    if (part === undefined) throw new RangeError('No part.');
    expect(await Promise.all([textOf(part.open()), textOf(part.open())])).toEqual([
      'Id\n1\n2\n',
      'Id\n1\n2\n',
    ]);
  });

  it('keeps NUL bytes and everything else as it is (C6 E11)', async () => {
    const text = 'Id,Notes\n1,"a\0b\r\nc\rd"\n';
    const plan = await planSource(byteSource(text, 2));
    expect(await textsOf(plan)).toEqual([text]);
    expect(await recordsOf(text)).toEqual([
      ['Id', 'Notes'],
      ['1', 'a\0b\r\nc\rd'],
    ]);
  });
});

/** The records of a table as text: the header first. */
function splitRecords(
  csv: string,
  data: { columns: readonly string[]; records: readonly (readonly string[])[] },
  lineEnding: string,
): string[] {
  const one = (records: readonly (readonly string[])[]): string =>
    quotedCsv({ columns: data.columns, records }, { lineEnding });
  const header = one([]);
  const texts = data.records.map((record) => one([record]).slice(header.length));
  expect(header + texts.join('')).toBe(csv);
  return [header, ...texts];
}
