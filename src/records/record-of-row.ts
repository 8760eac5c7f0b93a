import type { Row } from '../contract/row.ts';
import { jsonOfValue } from '../codec/values.ts';
import { resolveWriteColumns, type WriteColumn, type WriteTarget } from '../schema/write-columns.ts';

/** A record as REST reads it. */
export type RecordBody = Readonly<Record<string, unknown>>;

/**
 * Turns rows into REST records: text becomes what the field's type asks for, `Contact.Email` becomes a parent looked
 * up by its external id, absent columns stay absent, `null` and `''` clear.
 *
 * Column names are checked the first time that they appear.
 */
export class RecordBuilder {
  readonly #target: WriteTarget;
  readonly #columns = new Map<string, WriteColumn>();

  constructor(target: WriteTarget) {
    this.#target = target;
  }

  /**
   * Checks the columns of these rows against the org's description.
   *
   * @throws ConnectorError `unknown-column`, `read-only-column`, `missing-column`
   */
  admit(rows: readonly Row[]): void {
    const names = new Set(rows.flatMap((row) => Object.keys(row)));
    if ([...names].every((name) => this.#columns.has(name))) return;
    const all = new Set([...this.#columns.keys(), ...names]);
    for (const column of resolveWriteColumns(this.#target, [...all]))
      this.#columns.set(column.column, column);
  }

  /**
   * One row as a record.
   *
   * @throws ConnectorError `invalid-value`
   */
  record(row: Row, rowIndex: number): RecordBody {
    const record: Record<string, unknown> = { attributes: { type: this.#target.describe.name } };
    for (const [name, value] of Object.entries(row)) {
      const column = this.#columns.get(name);
      if (column === undefined) continue;
      const json = jsonOfValue(value, column.field, { column: name, rowIndex });
      if (column.kind === 'field') record[this.#keyOf(column)] = json;
      // No parent has an empty key: clearing is done on the reference itself.
      else if (json === null) record[column.field.name] = null;
      else record[column.relationshipName] = parent(column.objectType, column.parentField, json);
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
