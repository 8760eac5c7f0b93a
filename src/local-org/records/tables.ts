import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SObject } from '../catalogue/catalogue.ts';
import { columnDefinition, isIndexed, isStored, quoteName } from './column.ts';

/** One table for each object, made when the object is first used, and the prepared statements over them. */
export class Tables {
  readonly #db: DatabaseSync;
  readonly #ready = new Set<string>();
  /** Names in lower case of the tables that were there, or are meant to be. */
  readonly #known = new Set<string>();
  readonly #unsettled = new Set<string>();
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    for (const { name } of db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all())
      this.#known.add(String(name).toLowerCase());
  }

  /** The quoted name of the object's table, which exists afterwards. */
  ensure(sobject: SObject): string {
    const table = quoteName(sobject.name);
    if (this.#ready.has(sobject.name)) return table;
    const stored = sobject.fields.filter((field) => isStored(sobject.name, field));
    const columns = stored.map(columnDefinition);
    if (sobject.field('Id') === undefined) columns.unshift('"Id" TEXT PRIMARY KEY NOT NULL');
    if (sobject.field('IsDeleted') === undefined) columns.push('"IsDeleted" INTEGER NOT NULL DEFAULT 0');
    this.#db.exec(`CREATE TABLE IF NOT EXISTS ${table} (${columns.join(', ')})`);
    this.#addNewColumns(table, columns);
    for (const field of stored.filter(isIndexed)) {
      const column = quoteName(field.name);
      const index = quoteName(`${sobject.name}.${field.name}`);
      // Partial, because most references are null and a null then costs nothing on insert.
      this.#db.exec(
        `CREATE INDEX IF NOT EXISTS ${index} ON ${table} (${column}) WHERE ${column} IS NOT NULL`,
      );
    }
    this.#known.add(sobject.name.toLowerCase());
    this.#ready.add(sobject.name);
    this.#unsettled.add(sobject.name);
    return table;
  }

  /** Whether the object may have records: its table was there at the start, or was used since. Any case. */
  has(object: string): boolean {
    return this.#known.has(object.toLowerCase());
  }

  /** Makes an index over columns of the object's table, when it is not there. */
  index(sobject: SObject, columns: readonly string[]): void {
    const name = quoteName(`${sobject.name}.${columns.join('.')}`);
    const list = columns.map(quoteName).join(', ');
    this.#db.exec(`CREATE INDEX IF NOT EXISTS ${name} ON ${this.ensure(sobject)} (${list})`);
  }

  /** Forgets the tables made since {@link settle}; each is looked for again when it is next used. */
  forget(): void {
    for (const name of this.#unsettled) this.#ready.delete(name);
    this.#unsettled.clear();
  }

  /** The tables made so far are there to stay. */
  settle(): void {
    this.#unsettled.clear();
  }

  /** The prepared statement for this text, prepared once. Not for statements that are iterated. */
  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** A statement of its own, for results that are read lazily. */
  prepare(sql: string): StatementSync {
    return this.#db.prepare(sql);
  }

  /** A data file written with another schema file may lack columns. */
  #addNewColumns(table: string, columns: readonly string[]): void {
    const present = new Set(
      this.#db
        .prepare(`SELECT name FROM pragma_table_info(?)`)
        .all(table.slice(1, -1))
        .map((row) => String(row['name'])),
    );
    for (const column of columns) {
      const name = column.slice(1, column.indexOf('"', 1));
      if (!present.has(name)) this.#db.exec(`ALTER TABLE ${table} ADD COLUMN ${column}`);
    }
  }
}
