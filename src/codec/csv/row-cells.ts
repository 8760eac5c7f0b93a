import type { Row } from '../../contract/row.ts';
import type { WriteColumn, WriteTarget } from '../../schema/write-columns.ts';
import type { WriteOperation } from '../../schema/write-operation.ts';
import { idOfRow } from '../id-of-row.ts';
import { invalidValue } from '../invalid-value.ts';
import { requirePlain } from '../plain-row.ts';
import { RowValues, type RowValuesOptions } from '../row-values.ts';
import { writtenText } from '../written-text.ts';

/** What Bulk API 2.0 reads as "clear this field". */
export const nullMarker = '#N/A';

/** Turns the rows of a write into the cells of a CSV for Bulk API 2.0. */
export class RowCells {
  /** The names of the columns. One that says the same as an earlier one (`Email`, `email`) is not among them. */
  readonly header: readonly string[];
  readonly #columns: readonly (readonly WriteColumn[])[];
  readonly #values: RowValues;
  readonly #operation: WriteOperation;
  readonly #key: string | undefined;

  /** @param columns already checked */
  constructor(columns: readonly WriteColumn[], target: Omit<WriteTarget, 'describe'> & RowValuesOptions) {
    const byMeaning = Map.groupBy(columns, meaningOf);
    this.#columns = [...byMeaning.values()];
    this.header = this.#columns.flatMap(([first]) => first?.column ?? []);
    this.#values = new RowValues(columns, target);
    const { operation, externalIdField } = target;
    this.#operation = operation;
    this.#key = operation === 'insert' ? undefined : operation === 'upsert' ? externalIdField : 'Id';
  }

  /**
   * The cells of one row: its texts as they are, `#N/A` for what is to be cleared, nothing for what is to be left alone.
   *
   * @throws ConnectorError `invalid-value`, also for the text `#N/A` as data, because the org would clear the field, and
   *   for a key `Id` that is no id; without one the org would refuse the row, too, but only when the job is done
   */
  cellsOf(row: Row, rowIndex: number): string[] {
    requirePlain(row, rowIndex);
    return this.#columns.map((columns) => {
      for (const column of columns) {
        const cell = this.#cellOf(row, column, rowIndex);
        if (cell !== undefined) return cell;
      }
      const isMissing = this.#operation !== 'upsert' && columns.some((column) => this.#isKey(column));
      return isMissing ? idOfRow(undefined, rowIndex, this.#verb) : '';
    });
  }

  #cellOf(row: Row, column: WriteColumn, rowIndex: number): string | undefined {
    const value = this.#values.valueOf(row, column, rowIndex);
    if (value === undefined) return undefined;
    const isKey = this.#isKey(column);
    // A record is not named by a cleared key.
    if (value === null) return isKey ? undefined : nullMarker;
    if (isKey && column.field.name === 'Id') return idOfRow(value, rowIndex, this.#verb);
    const field = column.kind === 'parent' ? (column.parentKey ?? column.field) : column.field;
    const place = { column: column.column, rowIndex };
    const text = writtenText(value, field, place);
    if (text !== nullMarker) return text;
    throw invalidValue(`the text ${nullMarker} means "clear" and cannot be data`, place, field);
  }

  get #verb(): string {
    return this.#operation === 'hardDelete' ? 'delete' : this.#operation;
  }

  #isKey({ kind, field }: WriteColumn): boolean {
    return kind === 'field' && field.name.toLowerCase() === this.#key?.toLowerCase();
  }
}

/** Equal for columns that set the same in the same way. */
function meaningOf(column: WriteColumn): string {
  if (column.kind === 'field') return column.field.name;
  return `${column.objectType ?? ''}:${column.relationshipName}.${column.parentField.toLowerCase()}`;
}
