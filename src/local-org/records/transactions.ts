import type { DatabaseSync } from 'node:sqlite';

/** Transactions that nest: the outermost is a real one, inner ones are savepoints. */
export class Transactions {
  readonly #db: DatabaseSync;
  readonly #onRollback: () => void;
  #depth = 0;

  /** @param onRollback called after each rollback: tables made in the transaction are gone then. */
  constructor(db: DatabaseSync, onRollback: () => void) {
    this.#db = db;
    this.#onRollback = onRollback;
  }

  /** Commits when the work returns, rolls back when it throws. */
  run<T>(work: () => T): T {
    const name = `level${this.#depth}`;
    const outermost = this.#depth === 0;
    this.#db.exec(outermost ? 'BEGIN IMMEDIATE' : `SAVEPOINT ${name}`);
    this.#depth++;
    try {
      const result = work();
      this.#db.exec(outermost ? 'COMMIT' : `RELEASE ${name}`);
      return result;
    } catch (error) {
      this.#db.exec(outermost ? 'ROLLBACK' : `ROLLBACK TO ${name}; RELEASE ${name}`);
      this.#onRollback();
      throw error;
    } finally {
      this.#depth--;
    }
  }
}
