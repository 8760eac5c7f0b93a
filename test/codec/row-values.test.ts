import { describe, expect, it } from 'vitest';
import { RowCells } from '../../src/codec/csv/row-cells.ts';
import { RowValues } from '../../src/codec/row-values.ts';
import type { Row } from '../../src/contract/row.ts';
import { checkWriteColumns } from '../../src/schema/parent-keys.ts';
import type { WriteColumn } from '../../src/schema/write-columns.ts';
import { describerOfParents } from '../support/parents.ts';
import { recordedDescribe } from '../support/recorded-describe.ts';
import { fieldColumns } from '../support/row-cells.ts';

const target = { describe: recordedDescribe('Case'), operation: 'insert' } as const;

function caseColumns(...names: string[]): Promise<WriteColumn[]> {
  return checkWriteColumns(target, names, describerOfParents().describe);
}

/** What a row says through each of these columns. */
function valuesOf(columns: readonly WriteColumn[], row: Row, autoFieldsToNull = true): unknown[] {
  const values = new RowValues(columns, { autoFieldsToNull });
  return columns.map((column) => values.valueOf(row, column, 4));
}

describe('RowValues', () => {
  it('A12 tells absent, null and empty apart, also where JavaScript says undefined', () => {
    const columns = fieldColumns(['A', 'B', 'C', 'D', 'E']);
    const row = { A: undefined, B: null, C: '', E: false } as unknown as Row;
    expect(valuesOf(columns, row)).toEqual([undefined, null, null, undefined, false]);
    expect(valuesOf(columns, row, false)).toEqual([undefined, null, undefined, undefined, false]);
  });

  it('lets an empty way to a parent stand back behind one with a value', async () => {
    const columns = await caseColumns('User:Owner.Username', 'OwnerId', 'Contact.Email', 'ContactId');
    const row = {
      'User:Owner.Username': 'a@example.com',
      OwnerId: '',
      'Contact.Email': null,
      ContactId: null,
    };
    expect(valuesOf(columns, row)).toEqual(['a@example.com', undefined, null, null]);
  });

  it.each([
    [{ ContactId: 'x', 'Contact.Email': 'x' }],
    [{ ContactId: 'x', 'Contact.Email': 'a@example.com' }],
    [{ 'contact.email': 'b@example.com', 'Contact.Email': 'a@example.com' }],
    [{ 'Contact.Id': 'x', 'Contact.Email': 'x' }],
    [{ subject: null, Subject: 'x' }],
  ])('refuses the contradiction %j, naming row and later column', async (row: Row) => {
    const columns = await caseColumns(...Object.keys(row));
    expect(() => valuesOf(columns, row)).toThrow(
      expect.objectContaining({
        code: 'invalid-value',
        details: expect.objectContaining({ rowIndex: 4, column: Object.keys(row)[1] }),
      }),
    );
  });
});

describe('RowCells', () => {
  it('writes one column for two that say the same, and takes whichever of them a row has', async () => {
    const columns = await caseColumns('Subject', 'SUBJECT', 'Contact.Email', 'contact.EMAIL');
    const cells = new RowCells(columns, target);
    expect(cells.header).toEqual(['Subject', 'Contact.Email']);
    expect(cells.cellsOf({ SUBJECT: 'x', 'contact.EMAIL': 'a@example.com' }, 0)).toEqual([
      'x',
      'a@example.com',
    ]);
  });

  it('E17 leaves the cell of an empty key empty: a cleared key names no record', () => {
    const columns = fieldColumns(['Key', 'Text']);
    const cells = new RowCells(columns, { operation: 'upsert', externalIdField: 'Key' });
    expect(cells.cellsOf({ Key: null, Text: null }, 0)).toEqual(['', '#N/A']);
  });
});
