import type { DatabaseSync } from 'node:sqlite';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { quoteName } from './column.ts';
import type { Tables } from './tables.ts';

/** How long deleted records can be taken back, in milliseconds. */
const KEEP_MS = 15 * 24 * 3600 * 1000;

/** A reference that a delete took away: `field` of record `id` pointed to `target`. */
export interface ClearedReference {
  readonly object: string;
  readonly id: string;
  readonly field: string;
  readonly target: string;
}

/**
 * Remembers which records were deleted together, and which references to them were cleared. The records themselves
 * stay in their tables, marked as deleted.
 */
export class RecycleBin {
  readonly #tables: Tables;
  readonly #catalogue: Catalogue;
  /** No record of the bin is older, in milliseconds since 1970; `undefined`: to be looked up. */
  #oldest: number | undefined;

  constructor(db: DatabaseSync, tables: Tables, catalogue: Catalogue) {
    this.#tables = tables;
    this.#catalogue = catalogue;
    db.exec(
      `CREATE TABLE IF NOT EXISTS "_bin" (id TEXT PRIMARY KEY, root TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
       CREATE INDEX IF NOT EXISTS "_bin.root" ON "_bin" (root);
       CREATE INDEX IF NOT EXISTS "_bin.at" ON "_bin" (at);
       CREATE TABLE IF NOT EXISTS "_cleared" (root TEXT NOT NULL, object TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL, target TEXT NOT NULL);
       CREATE INDEX IF NOT EXISTS "_cleared.root" ON "_cleared" (root)`,
    );
  }

  /** Notes a record that goes into the bin because `root` was deleted: itself, or one that takes it along. */
  put(id: string, root: string, at: number): void {
    this.#tables.statement('INSERT OR REPLACE INTO "_bin" VALUES (?, ?, ?)').run(id, root, at);
    if (this.#oldest !== undefined && at < this.#oldest) this.#oldest = at;
  }

  /** Notes a reference that was cleared because `root` was deleted. */
  noteCleared(root: string, { object, id, field, target }: ClearedReference): void {
    const sql = 'INSERT INTO "_cleared" VALUES (?, ?, ?, ?, ?)';
    this.#tables.statement(sql).run(root, object, id, field, target);
  }

  /** The record whose deletion took this one along; itself when it was deleted on its own. */
  rootOf(id: string): string {
    const row = this.#tables.statement('SELECT root FROM "_bin" WHERE id = ?').get(id);
    return typeof row?.['root'] === 'string' ? row['root'] : id;
  }

  /** Forgets what was deleted with a record, which is taken back, and gives it. */
  takeBack(root: string): { readonly ids: readonly string[]; readonly cleared: readonly ClearedReference[] } {
    const ids = this.#tables.statement('SELECT id FROM "_bin" WHERE root = ?').all(root);
    const cleared = this.#tables
      .statement('SELECT object, id, field, target FROM "_cleared" WHERE root = ?')
      .all(root);
    this.#forgetRoot(root);
    return {
      ids: [...new Set([root, ...ids.map((row) => String(row['id']))])],
      cleared: cleared as unknown as readonly ClearedReference[],
    };
  }

  /** Forgets a record that is gone for good. */
  forget(id: string): void {
    this.#tables.statement('DELETE FROM "_bin" WHERE id = ?').run(id);
    this.#tables.statement('DELETE FROM "_cleared" WHERE root = ?').run(id);
  }

  /** Removes for good what has been in the bin for 15 days. Costs nothing while there is nothing so old. */
  purge(now: number): void {
    const limit = now - KEEP_MS;
    this.#oldest ??= this.#findOldest();
    if (this.#oldest > limit) return;
    for (const row of this.#tables.statement('SELECT id FROM "_bin" WHERE at <= ?').all(limit)) {
      const id = String(row['id']);
      const sobject = this.#catalogue.findByKeyPrefix(id.slice(0, 3));
      if (sobject !== undefined) {
        const table = this.#tables.ensure(sobject);
        this.#tables
          .statement(`DELETE FROM ${table} WHERE ${quoteName('Id')} = ? AND "IsDeleted" = 1`)
          .run(id);
      }
      this.forget(id);
    }
    this.#oldest = this.#findOldest();
  }

  /** A transaction was rolled back: what is known of the oldest record may be wrong. */
  lookAgain(): void {
    this.#oldest = undefined;
  }

  #findOldest(): number {
    const row = this.#tables.statement('SELECT min(at) AS at FROM "_bin"').get();
    return typeof row?.['at'] === 'number' ? row['at'] : Number.MAX_SAFE_INTEGER;
  }

  #forgetRoot(root: string): void {
    this.#tables.statement('DELETE FROM "_bin" WHERE root = ?').run(root);
    this.#tables.statement('DELETE FROM "_cleared" WHERE root = ?').run(root);
  }
}
