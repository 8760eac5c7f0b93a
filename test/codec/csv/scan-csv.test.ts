import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanCsv } from '../../../src/codec/csv/scan-csv.ts';
import { byteSource } from '../../support/byte-source.ts';
import { quotedCsv, table } from '../../support/csv-arbitrary.ts';

const comma = { columnDelimiter: 'COMMA' } as const;

async function recordsOf(text: string, chunkBytes = Infinity): Promise<string[]> {
  const bytes = Buffer.from(text);
  const ends: number[] = [];
  const count = await scanCsv(byteSource(bytes, chunkBytes), { ...comma, onRecord: (end) => ends.push(end) });
  expect(count).toBe(ends.length);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end).toString());
}

describe('scanCsv', () => {
  it('B15 finds record ends outside quotes only', async () => {
    expect(await recordsOf('Id,Text\n1,"a\nb"\n2,c\n')).toEqual(['Id,Text\n', '1,"a\nb"\n', '2,c\n']);
  });

  it('counts a last record that has no line end', async () => {
    expect(await recordsOf('Id\n1\n2')).toEqual(['Id\n', '1\n', '2']);
  });

  it('takes empty lines for no records, with LF and with CRLF', async () => {
    expect(await recordsOf('Id\n\n1\n\n')).toHaveLength(2);
    expect(await recordsOf('Id\r\n\r\n1\r\n\r\n')).toHaveLength(2);
  });

  it('takes a single letter and a lone delimiter for records', async () => {
    expect(await recordsOf('A,B\n,\nx,\n')).toHaveLength(3);
  });

  it('gives the same borders wherever the chunks fall', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 5 }), async (data, chunkBytes) => {
        const csv = quotedCsv(data);
        expect(await recordsOf(csv, chunkBytes)).toEqual(await recordsOf(csv));
      }),
    );
  });

  it('counts every record of any quoted table', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (data) => {
        expect(await recordsOf(quotedCsv(data))).toHaveLength(data.records.length + 1);
      }),
    );
  });

  it.each([1, 2, 7, Infinity])(
    'names line and byte of a quote that is never closed (chunks of %d)',
    async (chunkBytes) => {
      const source = byteSource('Id,Text\n1,"fine"\n2,"open\nmore\n', chunkBytes);
      await expect(scanCsv(source, comma)).rejects.toMatchObject({
        code: 'csv-unterminated-quote',
        details: { line: 3, offset: 19 },
      });
    },
  );

  it('finds a forgotten quote where the next cell begins, not at the end of the file', async () => {
    const source = byteSource('Id,Text\n1,"open\n2,"next"\n3,"last"\n');
    await expect(scanCsv(source, comma)).rejects.toMatchObject({
      code: 'csv-unterminated-quote',
      details: { line: 2, offset: 10, strayAt: 19 },
    });
  });

  it('counts lines from where the caller says', async () => {
    const source = byteSource('Id,"A\nB"\n1,"open\n');
    await expect(scanCsv(source, { ...comma, start: 9, startLine: 3 })).rejects.toMatchObject({
      details: { line: 3, offset: 11 },
    });
  });

  it('B18 refuses a quote in the middle of a bare cell', async () => {
    await expect(scanCsv(byteSource('Id,Text\n1,in"side\n'), comma)).rejects.toMatchObject({
      code: 'csv-malformed',
      details: { line: 2, offset: 12 },
    });
  });

  it('stops when the signal aborts', async () => {
    const signal = AbortSignal.abort();
    const scan = scanCsv(byteSource('Id\n1\n'), { ...comma, signal });
    await expect(scan).rejects.toMatchObject({ code: 'cancelled' });
  });
});
