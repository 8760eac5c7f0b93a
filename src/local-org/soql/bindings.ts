import type { SqlValue } from '../records/column.ts';

/** The parameters of one SQL statement. Named, so that parts of it can be compiled in any order. */
export class Bindings {
  readonly values: Record<string, SqlValue> = {};
  #count = 0;

  /** The placeholder to write into the SQL for this value. */
  bind(value: SqlValue): string {
    const name = `p${++this.#count}`;
    this.values[name] = value;
    return `:${name}`;
  }
}
