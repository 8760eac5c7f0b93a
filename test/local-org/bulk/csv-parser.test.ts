import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnDelimiters, csvLine, type ColumnDelimiter } from '../../../src/local-org/bulk/csv-dialect.ts';
import { CsvError, CsvParser, type CsvRecord } from '../../../src/local-org/bulk/csv-parser.ts';

/** Parses bytes in chunks of the given size. */
function parse(text: string, { delimiter = ',', chunkBytes = 7 } = {}): CsvRecord[] {
  const parser = new CsvParser(delimiter);
  const bytes = Buffer.from(text);
  const records: CsvRecord[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    records.push(...parser.push(bytes.subarray(at, at + chunkBytes)));
  }
  return [...records, ...parser.end()];
}

const cells = (text: string, options?: { delimiter?: string; chunkBytes?: number }) =>
  parse(text, options).map((record) => record.cells);

describe('CsvParser', () => {
  it('reads back what csvLine wrote, for every delimiter, line ending and chunk size', () => {
    const delimiters = fc.constantFrom(...(Object.keys(columnDelimiters) as ColumnDelimiter[]));
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '|', '^', '`', '\n', '\r', 'a', '😀', '\0') }),
    );
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }));
    fc.assert(
      fc.property(
        table,
        delimiters,
        fc.constantFrom('LF' as const, 'CRLF' as const),
        fc.integer({ min: 1, max: 40 }),
        (rows, columnDelimiter, lineEnding, chunkBytes) => {
          const text = rows.map((row) => csvLine(row, { columnDelimiter, lineEnding })).join('');
          const records = parse(text, { delimiter: columnDelimiters[columnDelimiter], chunkBytes });
          expect(records.map((record) => record.cells)).toEqual(rows);
          expect(records.every(({ ending, isMalformed }) => ending === lineEnding && !isMalformed)).toBe(
            true,
          );
        },
      ),
    );
  });

  it('mixes quoted and bare cells and trims neither', () => {
    expect(cells('a, b ,"c"\n"d",,""\n')).toEqual([
      ['a', ' b ', 'c'],
      ['d', '', ''],
    ]);
  });

  it('tells what ended each record', () => {
    expect(parse('a\nb\r\n"c"\r\n"d"\ne').map(({ ending }) => ending)).toEqual([
      'LF',
      'CRLF',
      'CRLF',
      'LF',
      'none',
    ]);
  });

  it('skips empty lines and needs no line end after the last record', () => {
    expect(cells('a\n\n\r\nb')).toEqual([['a'], ['b']]);
    expect(cells('')).toEqual([]);
    expect(cells('"a"')).toEqual([['a']]);
  });

  it('keeps line breaks of the other kind inside quotes (E11)', () => {
    expect(cells('"a\r\nb"\n"c\nd"\n')).toEqual([['a\r\nb'], ['c\nd']]);
  });

  it('marks a record with a quote where none may stand, and goes on with the next (B18)', () => {
    const records = parse('a, "b"\n"c"d,e\nf"g,h\n"i",j\n');
    expect(records.map(({ isMalformed }) => isMalformed)).toEqual([true, true, true, false]);
    expect(records.map((record) => record.cells.length)).toEqual([2, 2, 2, 2]);
  });

  it('keeps a byte order mark, so that a quoted first header is malformed (B5)', () => {
    const [record] = parse('\uFEFF"Name"\n');
    expect(record).toMatchObject({ isMalformed: true, cells: ['\uFEFF"Name"'] });
  });

  it('refuses a quote that is never closed and a record that never ends', () => {
    expect(() => parse('"a\nb')).toThrow(new CsvError('EOF reached before closing an opened quote'));
    expect(() => parse(`"${'x'.repeat(400_001)}`, { chunkBytes: 65_536 })).toThrow(CsvError);
  });
});
