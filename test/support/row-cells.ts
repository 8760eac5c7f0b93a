import { RowCells } from '../../src/codec/csv/row-cells.ts';
import type { RowValuesOptions } from '../../src/codec/row-values.ts';
import type { WriteColumn } from '../../src/schema/write-columns.ts';
import { fieldOfType } from './field.ts';

/** Columns that are all fields of the object itself, of one type. */
export function fieldColumns(columns: readonly string[], type = 'string'): WriteColumn[] {
  return columns.map((column) => ({ kind: 'field', column, field: fieldOfType(type, { name: column }) }));
}

/** The cells of an insert into text fields. */
export function textCells(columns: readonly string[], options: RowValuesOptions = {}): RowCells {
  return new RowCells(fieldColumns(columns), { operation: 'insert', ...options });
}
