import { DatabaseSync } from 'node:sqlite';
import { BlobStore } from '../blobs/blob-store.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { noFaults, type FaultPoints } from '../faults/fault-points.ts';
import { compileQuery } from '../soql/compile-query.ts';
import { registerSqlFunctions } from '../soql/sql-functions.ts';
import { quoteName } from './column.ts';
import { Counters } from './counters.ts';
import { deleteRecord, type DeleteMode } from './delete-record.ts';
import type {
  Actor,
  InputFields,
  OrgDatabase,
  Query,
  QueryOptions,
  SaveOptions,
  SaveResult,
} from './org-database.ts';
import { SqliteNotes } from './notes.ts';
import { parseRecordId } from './record-id.ts';
import { RecordStore, type Row } from './record-store.ts';
import { RecycleBin } from './recycle-bin.ts';
import { SchemaRules } from './rules/schema-rules.ts';
import { refuse, SaveRefusal } from './save-error.ts';
import { completeAndInsert, insertRecord, updateRecord } from './save-record.ts';
import { Tables } from './tables.ts';
import { Transactions } from './transactions.ts';
import { undeleteRecord } from './undelete-record.ts';
import { upsertRecord } from './upsert-record.ts';

export interface OpenOrgDatabaseOptions {
  readonly catalogue: Catalogue;
  /** A path, or `:memory:`. The file is created when it is not there. */
  readonly file: string;
  /** Milliseconds since 1970, for audit fields and date literals. */
  readonly now: () => number;
  /** Asked before every save. Default: no faults. */
  readonly faults?: FaultPoints;
}

/** An {@link OrgDatabase} that the org itself can also fill. */
export interface SeedableOrgDatabase extends OrgDatabase {
  /**
   * Writes a row past validation and field security, for the records that Salesforce makes when an org is created.
   * `row` holds columns, `Id` among them; what is left out is filled as on insert. A record that exists stays as
   * it is.
   */
  seed(object: string, row: Row, actor: Actor): void;
  /** Removes every record, blob and note, and begins all counters again. */
  clear(): void;
}

/**
 * Opens the records of an org.
 * @throws SchemaFileError when a condition or a field name in the rules of the schema file is wrong.
 */
export function openOrgDatabase(options: OpenOrgDatabaseOptions): SeedableOrgDatabase {
  const db = new DatabaseSync(options.file);
  // The records of a stand-in need not survive a power cut; they do survive the end of the process.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY');
  registerSqlFunctions(db);
  try {
    return new SqliteOrgDatabase(db, options);
  } catch (error) {
    db.close();
    throw error;
  }
}

class SqliteOrgDatabase implements SeedableOrgDatabase {
  readonly catalogue: Catalogue;
  readonly notes: SqliteNotes;
  readonly blobs: BlobStore;
  readonly #db: DatabaseSync;
  readonly #counters: Counters;
  readonly #store: RecordStore;
  readonly #rules: SchemaRules;
  readonly #transactions: Transactions;

  constructor(db: DatabaseSync, options: OpenOrgDatabaseOptions) {
    this.catalogue = options.catalogue;
    this.notes = new SqliteNotes(db);
    this.#db = db;
    this.blobs = new BlobStore(db);
    this.#counters = new Counters(db);
    const tables = new Tables(db);
    const rules = new SchemaRules(options.catalogue);
    this.#store = new RecordStore({
      catalogue: options.catalogue,
      blobs: this.blobs,
      tables,
      counters: this.#counters,
      now: options.now,
      faults: options.faults ?? noFaults,
      rules,
      bin: new RecycleBin(db, tables, options.catalogue),
    });
    this.#rules = rules;
    rules.check(this.#store);
    this.#transactions = new Transactions(db, {
      onCommit: () => {
        tables.settle();
      },
      onRollback: () => {
        tables.forget();
        this.#store.bin.lookAgain();
      },
    });
  }

  insert(object: string, fields: InputFields, actor: Actor, options: SaveOptions = {}): SaveResult {
    return this.#save(object, () => ({
      success: true,
      id: insertRecord(this.#store, object, fields, { actor, options }),
      created: true,
    }));
  }

  update(
    object: string,
    id: string,
    fields: InputFields,
    actor: Actor,
    options: SaveOptions = {},
  ): SaveResult {
    return this.#save(object, () => {
      const parsed = parseRecordId(id);
      if (parsed === undefined)
        throw refuse('MALFORMED_ID', `${object} ID: id value of incorrect type: ${id}`, ['Id']);
      updateRecord(this.#store, { object, id: parsed }, fields, { actor, options });
      return { success: true, id: parsed, created: false };
    });
  }

  upsert(
    object: string,
    externalIdField: string,
    fields: InputFields,
    actor: Actor,
    options: SaveOptions = {},
  ): SaveResult {
    return attempt(() => upsertRecord(this.#store, { object, externalIdField }, fields, { actor, options }));
  }

  delete(id: string, actor: Actor): SaveResult {
    return this.#delete(id, 'soft', actor);
  }

  hardDelete(id: string, actor: Actor): SaveResult {
    return this.#delete(id, 'hard', actor);
  }

  undelete(id: string, actor: Actor): SaveResult {
    return attempt(() => {
      const undeleted = this.transaction(() => undeleteRecord(this.#store, id, actor));
      return { success: true, id: undeleted, created: false };
    });
  }

  blobOf(object: string, field: string, id: string): string | undefined {
    const sobject = this.catalogue.find(object);
    const parsed = parseRecordId(id);
    if (sobject === undefined || parsed === undefined) return undefined;
    const row = this.#store.row(sobject, parsed);
    const value = row?.['IsDeleted'] === 1 ? null : row?.[field];
    return typeof value === 'string' ? value : undefined;
  }

  query(soql: string, options: QueryOptions): Query {
    if (options.includeDeleted) this.#store.bin.purge(this.#store.now());
    return compileQuery(this.#store, soql, options);
  }

  seed(object: string, row: Row, actor: Actor): void {
    const plan = this.#store.plan(object);
    if (this.#store.state(plan.sobject, String(row.get('Id'))) !== undefined) return;
    completeAndInsert(this.#store, plan, new Map(row), { actor, options: {} });
  }

  clear(): void {
    this.transaction(() => {
      const tables = this.#db
        .prepare(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'",
        )
        .all();
      for (const { name } of tables) this.#db.exec(`DELETE FROM ${quoteName(String(name))}`);
      this.#counters.reset();
    });
  }

  transaction<T>(work: () => T): T {
    return this.#transactions.run(work);
  }

  close(): void {
    this.#db.close();
  }

  /** Rules look at rows that are written already: what they refuse is taken back. */
  #save(object: string, work: () => SaveResult): SaveResult {
    const name = this.catalogue.find(object)?.name;
    const hasRules = name !== undefined && this.#rules.of(name) !== undefined;
    return attempt(hasRules ? () => this.transaction(work) : work);
  }

  #delete(id: string, mode: DeleteMode, actor: Actor): SaveResult {
    return attempt(() => {
      const deleted = this.transaction(() => deleteRecord(this.#store, id, mode, actor));
      return { success: true, id: deleted, created: false };
    });
  }
}

function attempt(work: () => SaveResult): SaveResult {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SaveRefusal)) throw error;
    return { success: false, ...(error.id === undefined ? {} : { id: error.id }), errors: error.errors };
  }
}
