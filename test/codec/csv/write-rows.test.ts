import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { headerToCsv, rowsToCsv } from '../../../src/codec/csv/write-rows.ts';
import { textCells } from '../../support/row-cells.ts';
import { cell } from '../../support/csv-arbitrary.ts';

const write = (rows: Parameters<typeof rowsToCsv>[0], columns: readonly string[]) =>
  rowsToCsv(rows, { cells: textCells(columns), firstRowIndex: 0 });

describe('rowsToCsv', () => {
  it('A12 tells absent, null, empty and text apart', () => {
    const rows = [{ A: 'x', B: null, C: '' }, { A: 'null' }];
    expect(write(rows, ['A', 'B', 'C'])).toBe('"x","#N/A","#N/A"\n"null","",""\n');
  });

  it('writes numbers and booleans as their text', () => {
    expect(write([{ N: 1.5, B: false, Z: 0 }], ['N', 'B', 'Z'])).toBe('"1.5","false","0"\n');
  });

  it('A12 refuses the text #N/A as data, naming row and column', () => {
    const broken = () => rowsToCsv([{ A: '#N/A' }], { cells: textCells(['A']), firstRowIndex: 41 });
    expect(broken).toThrow(
      expect.objectContaining({
        code: 'invalid-value',
        details: { rowIndex: 41, column: 'A', fieldType: 'string' },
      }),
    );
  });

  it('A13 refuses a list of rows in a cell', () => {
    expect(() => write([{ Cases: [{ Id: '1' }] }], ['Cases'])).toThrow(
      expect.objectContaining({ code: 'invalid-value' }),
    );
  });

  it('keeps any text that is not the null marker, byte for byte', () => {
    const text = cell.filter((value) => value !== '' && value !== '#N/A');
    fc.assert(
      fc.property(fc.array(fc.record({ A: text, B: text }), { minLength: 1 }), (rows) => {
        const csv = headerToCsv(['A', 'B']) + write(rows, ['A', 'B']);
        expect(parse(csv, { columns: true, record_delimiter: '\n' })).toEqual(rows);
      }),
    );
  });
});
