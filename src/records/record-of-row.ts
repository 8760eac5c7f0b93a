import type { Row } from '../contract/row.ts';
import { isNested, plainRow, requirePlain } from '../codec/plain-row.ts';
import { RowValues, type RowValuesOptions } from '../codec/row-values.ts';
import { jsonOfValue } from '../codec/values.ts';
import { checkWriteColumns } from '../schema/parent-keys.ts';
import type { Describer } from '../schema/query-fields.ts';
import type { WriteColumn, WriteTarget } from '../schema/write-columns.ts';

/** A record as REST reads it. */
export type RecordBody = Readonly<Record<string, unknown>>;

/**
 * Turns rows into REST records: text becomes what the field's type asks for, `Contact.Email` becomes a parent looked
 * up by its external id, absent columns stay absent, `null` clears, and `''` does so with `autoFieldsToNull`.
 *
 * Column names are checked the first time that they appear. Rows may look like records of REST: see {@link plainRow}.
 */
export class RecordBuilder {
  readonly #target: WriteTarget & RowValuesOptions;
  readonly #describe: Describer;
  #columns = new Map<string, WriteColumn>();
  #values: RowValues;

  constructor(target: WriteTarget & RowValuesOptions, describe: Describer) {
    this.#target = target;
    this.#describe = describe;
    this.#values = new RowValues([], target);
  }

  /**
   * Checks the columns of these rows against the org's description, those of parents against that of the parent.
   *
   * @throws ConnectorError `unknown-column`, `read-only-column`, `missing-column`, `not-an-external-id`
   */
  async admit(rows: readonly Row[]): Promise<void> {
    const late = new Set<string>();
    for (const row of rows) {
      const plain = plainRow(row);
      for (const name in plain) if (!this.#columns.has(name) && !isNested(plain[name])) late.add(name);
    }
    if (late.size === 0 && this.#columns.size > 0) return;
    const names = [...this.#columns.keys(), ...late];
    const columns = await checkWriteColumns(this.#target, names, this.#describe);
    this.#columns = new Map(columns.map((column) => [column.column, column]));
    this.#values = new RowValues(columns, this.#target);
  }

  /**
   * One row as a record.
   *
   * @throws ConnectorError `invalid-value`, also for an object that is no parent with one key, and for two columns (`Email`, `email`) that want one field to differ
   */
  record(given: Row, rowIndex: number): RecordBody {
    const row = plainRow(given);
    requirePlain(row, rowIndex);
    const record: Record<string, unknown> = { attributes: { type: this.#target.describe.name } };
    for (const name in row) {
      const column = this.#columns.get(name);
      const value = column && this.#values.valueOf(row, column, rowIndex);
      if (column === undefined || value === undefined) continue;
      const place = { column: name, rowIndex };
      if (column.kind === 'field') {
        record[this.#keyOf(column)] = jsonOfValue(value, column.field, place);
        continue;
      }
      const { field, relationshipName, objectType, parentField, parentKey = field } = column;
      const json = jsonOfValue(value, parentKey, place);
      // No parent has an empty key: clearing is done on the reference itself.
      if (json === null) record[field.name] = null;
      else record[relationshipName] = parent(objectType, parentField, json);
    }
    return record;
  }

  /** Collections spell the key of an update in lower case. */
  #keyOf({ field }: WriteColumn): string {
    return field.name === 'Id' && this.#target.operation === 'update' ? 'id' : field.name;
  }
}

function parent(objectType: string | undefined, parentField: string, key: unknown): RecordBody {
  return { ...(objectType === undefined ? {} : { attributes: { type: objectType } }), [parentField]: key };
}
