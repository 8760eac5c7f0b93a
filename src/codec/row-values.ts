import type { Row, RowValue } from '../contract/row.ts';
import type { WriteColumn } from '../schema/write-columns.ts';
import { invalidValue } from './invalid-value.ts';

/** How `''` is understood. */
export interface RowValuesOptions {
  /** Whether `''` clears as `null` does; otherwise it says nothing. Default: true. */
  readonly autoFieldsToNull?: boolean | undefined;
}

/** Reads what the rows of one write say about the fields behind their columns. */
export class RowValues {
  readonly #columns: readonly WriteColumn[];
  readonly #autoFieldsToNull: boolean;
  /** Other columns that set the same field; most inputs have none. */
  readonly #rivals = new Map<WriteColumn, readonly WriteColumn[]>();

  constructor(columns: readonly WriteColumn[], { autoFieldsToNull = true }: RowValuesOptions) {
    this.#columns = columns;
    this.#autoFieldsToNull = autoFieldsToNull;
    for (const column of columns) {
      const rivals = columns.filter((each) => each !== column && each.field.name === column.field.name);
      if (rivals.length > 0) this.#rivals.set(column, rivals);
    }
  }

  /**
   * What a row says through one column: `undefined` nothing, `null` to clear the field, anything else to set it.
   *
   * A reference may have several columns (`ContactId`, `Contact.Email`; `User:Owner.Username`, `Group:Owner.Name`): then
   * an empty one stands back behind one that has a value.
   *
   * @throws ConnectorError `invalid-value` when another column wants the field to differ
   */
  valueOf(row: Row, column: WriteColumn, rowIndex: number): RowValue | undefined {
    const value = this.#read(row, column);
    if (value === undefined) return value;
    for (const rival of this.#rivals.get(column) ?? []) {
      const other = this.#read(row, rival);
      if (other === undefined || (other === value && isSameWay(column, rival))) continue;
      if (column.kind === 'parent' || rival.kind === 'parent') {
        if (other === null) continue;
        if (value === null) return undefined;
      }
      const later = this.#columns.indexOf(column) > this.#columns.indexOf(rival) ? column : rival;
      const place = { column: later.column, rowIndex };
      throw invalidValue('another column sets the same field', place, later.field);
    }
    return value;
  }

  #read(row: Row, { column }: WriteColumn): RowValue | undefined {
    // Rows of hosts in JavaScript may hold `undefined`.
    const value: RowValue | undefined = row[column];
    if (value !== '') return value;
    return this.#autoFieldsToNull ? null : undefined;
  }
}

/** Whether equal values of two columns mean the same; not so when they look a parent up in different ways. */
function isSameWay(one: WriteColumn, other: WriteColumn): boolean {
  if (one.kind === 'field' || other.kind === 'field') return one.kind === other.kind;
  return one.objectType === other.objectType && one.parentField === other.parentField;
}
