import type { Row } from '../contract/row.ts';
import { jsonOfValue } from '../codec/values.ts';
import { ConnectorError } from '../errors/connector-error.ts';
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
   * @throws ConnectorError `invalid-value`, also for two columns (`Email`, `email`) that want one field to differ
   */
  record(row: Row, rowIndex: number): RecordBody {
    const record: Record<string, unknown> = { attributes: { type: this.#target.describe.name } };
    for (const [name, value] of Object.entries(row)) {
      const column = this.#columns.get(name);
      if (column === undefined) continue;
      const place = { column: name, rowIndex };
      const [key, json] = this.#entry(column, jsonOfValue(value, column.field, place));
      if (Object.hasOwn(record, key) && record[key] !== json) throw contradiction(place);
      record[key] = json;
    }
    return record;
  }

  #entry(column: WriteColumn, json: unknown): readonly [key: string, json: unknown] {
    if (column.kind === 'field') return [this.#keyOf(column), json];
    // No parent has an empty key: clearing is done on the reference itself.
    if (json === null) return [column.field.name, null];
    return [column.relationshipName, parent(column.objectType, column.parentField, json)];
  }

  /** Collections spell the key of an update in lower case. */
  #keyOf({ field }: WriteColumn): string {
    return field.name === 'Id' && this.#target.operation === 'update' ? 'id' : field.name;
  }
}

function parent(objectType: string | undefined, parentField: string, key: unknown): RecordBody {
  return { ...(objectType === undefined ? {} : { attributes: { type: objectType } }), [parentField]: key };
}

function contradiction(place: { readonly column: string; readonly rowIndex: number }): ConnectorError {
  const message = `Row ${place.rowIndex + 1}, column ${place.column}: another column sets the same field.`;
  return new ConnectorError('invalid-value', message, { details: place });
}
