import type { StatementSync } from 'node:sqlite';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { Catalogue, SObject } from '../catalogue/catalogue.ts';
import type { SqlValue } from './column.ts';
import { quoteName } from './column.ts';
import type { FaultPoints, SaveAttempt } from '../faults/fault-points.ts';
import { formatNumber } from './auto-number.ts';
import type { Counters } from './counters.ts';
import { makeRecordId, numberOfRecordId } from './record-id.ts';
import { refuse, SaveRefusal } from './save-error.ts';
import type { RecycleBin } from './recycle-bin.ts';
import type { SchemaRules } from './rules/schema-rules.ts';
import type { Tables } from './tables.ts';
import { planWrites, type AutoNumber, type WritePlan } from './write-plan.ts';

/** Rows in the making: column → value. */
export type Row = Map<string, SqlValue>;

interface LastWrite {
  readonly verb: 'INSERT' | 'UPDATE';
  readonly sobject: SObject;
  readonly columns: readonly string[];
  readonly statement: StatementSync;
}

/** What the records are kept with. */
export interface RecordStoreParts {
  readonly catalogue: Catalogue;
  readonly blobs: BlobStore;
  readonly tables: Tables;
  readonly counters: Counters;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly faults: FaultPoints;
  readonly rules: SchemaRules;
  readonly bin: RecycleBin;
}

/** The tables and what saving records needs of them: plans, ids, counters and single-row statements. */
export class RecordStore {
  readonly catalogue: Catalogue;
  readonly blobs: BlobStore;
  readonly tables: Tables;
  readonly now: () => number;
  /** What was deleted, and together with what. */
  readonly bin: RecycleBin;
  readonly #counters: Counters;
  readonly #faults: FaultPoints;
  readonly #rules: SchemaRules;
  readonly #plans = new Map<string, WritePlan>();
  readonly #writes = new Map<string, StatementSync>();
  /** Rows of one call have the same columns as a rule, and comparing them is quicker than looking up their names. */
  #lastWrite: LastWrite | undefined;
  readonly #finds = new Map<string, StatementSync>();
  readonly #states = new Map<SObject, StatementSync>();

  constructor(parts: RecordStoreParts) {
    this.catalogue = parts.catalogue;
    this.blobs = parts.blobs;
    this.tables = parts.tables;
    this.now = parts.now;
    this.bin = parts.bin;
    this.#counters = parts.counters;
    this.#faults = parts.faults;
    this.#rules = parts.rules;
  }

  /**
   * Asks the fault script about a save.
   * @throws SaveRefusal with the error that the script puts in the place of the save.
   */
  askFaults(save: SaveAttempt): void {
    const error = this.#faults.refuseSave(save);
    if (error !== undefined) throw new SaveRefusal([error], save.id);
  }

  /** @throws `INVALID_TYPE` when there is no such object. */
  plan(object: string): WritePlan {
    let plan = this.#plans.get(object);
    if (plan === undefined) {
      const sobject = this.catalogue.find(object);
      if (sobject === undefined) throw refuse('INVALID_TYPE', `sObject type '${object}' is not supported.`);
      this.tables.ensure(sobject);
      plan = planWrites(sobject, this.catalogue.schema, this.#rules.of(sobject.name));
      this.#plans.set(object, plan);
    }
    return plan;
  }

  newId(sobject: SObject): string {
    return makeRecordId(
      sobject.keyPrefix,
      this.#counters.next(sobject.name, () => this.#highestId(sobject)),
    );
  }

  /** The next value of an auto-number field. */
  newAutoNumber(object: string, { name, format }: AutoNumber): string {
    return formatNumber(format, this.#counters.next(`${object}.${name}`));
  }

  insertRow(sobject: SObject, row: Row): void {
    const statement = this.#write('INSERT', sobject, row, (table, columns) => {
      const values = columns.map(() => '?');
      return `INSERT INTO ${table} (${columns.join(',')}) VALUES (${values.join(',')})`;
    });
    statement.run(...row.values());
  }

  updateRow(sobject: SObject, id: string, row: Row): void {
    const statement = this.#write('UPDATE', sobject, row, (table, columns) => {
      const sets = columns.map((column) => `${column} = ?`);
      return `UPDATE ${table} SET ${sets.join(', ')} WHERE "Id" = ?`;
    });
    statement.run(...row.values(), id);
  }

  /** The stored columns of a record; deleted ones included. */
  row(sobject: SObject, id: string): Readonly<Record<string, SqlValue>> | undefined {
    const table = this.tables.ensure(sobject);
    return this.tables.statement(`SELECT * FROM ${table} WHERE "Id" = ?`).get(id) as
      Record<string, SqlValue> | undefined;
  }

  /** `undefined`: no such record. */
  state(sobject: SObject, id: string): 'live' | 'deleted' | undefined {
    const table = this.tables.ensure(sobject);
    let statement = this.#states.get(sobject);
    if (statement === undefined) {
      statement = this.tables.statement(`SELECT "IsDeleted" AS deleted FROM ${table} WHERE "Id" = ?`);
      this.#states.set(sobject, statement);
    }
    const row = statement.get(id);
    if (row === undefined) return undefined;
    return row['deleted'] === 1 ? 'deleted' : 'live';
  }

  /** Ids of the live records (at most `limit`) whose field has the value. */
  idsBy(sobject: SObject, field: string, value: SqlValue, limit: number): string[] {
    const table = this.tables.ensure(sobject);
    const key = `${sobject.name}.${field} ${limit}`;
    let statement = this.#finds.get(key);
    if (statement === undefined) {
      // The limit is part of the text: SQLite plans the statement again whenever it is bound to a parameter.
      statement = this.tables.statement(
        `SELECT "Id" AS id FROM ${table} WHERE ${quoteName(field)} = ? AND "IsDeleted" = 0 LIMIT ${limit}`,
      );
      this.#finds.set(key, statement);
    }
    return statement.all(value).map((row) => String(row['id']));
  }

  /** The statement for a set of columns: putting the SQL together for every row would cost as much as running it. */
  #write(
    verb: 'INSERT' | 'UPDATE',
    sobject: SObject,
    row: Row,
    sqlOf: (table: string, quotedColumns: readonly string[]) => string,
  ): StatementSync {
    const table = this.tables.ensure(sobject);
    const last = this.#lastWrite;
    if (last?.verb === verb && last.sobject === sobject && hasColumns(row, last.columns))
      return last.statement;
    const columns = [...row.keys()];
    const key = `${verb} ${sobject.name},${columns.join()}`;
    let statement = this.#writes.get(key);
    if (statement === undefined) {
      statement = this.tables.statement(sqlOf(table, columns.map(quoteName)));
      this.#writes.set(key, statement);
    }
    this.#lastWrite = { verb, sobject, columns, statement };
    return statement;
  }

  #highestId(sobject: SObject): number {
    const row = this.tables.statement(`SELECT max("Id") AS id FROM ${this.tables.ensure(sobject)}`).get();
    return typeof row?.['id'] === 'string' ? numberOfRecordId(row['id']) : 0;
  }
}

/** Whether the row has these columns, in this order. */
function hasColumns(row: Row, columns: readonly string[]): boolean {
  if (row.size !== columns.length) return false;
  let index = 0;
  for (const column of row.keys()) if (column !== columns[index++]) return false;
  return true;
}
