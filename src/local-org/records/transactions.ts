import type { DatabaseSync } from 'node:sqlite';

/** Who wants to know how transactions end. */
export interface TransactionEnds {
  /** After the outermost one. */
  readonly onCommit: () => void;
  /** After each: tables made in the transaction are gone then. */
  readonly onRollback: () => void;
}

/** Transactions that nest: the outermost is a real one, inner ones are savepoints. */
export class Transactions {
  readonly #db: DatabaseSync;
  readonly #ends: TransactionEnds;
  #depth = 0;

  constructor(db: DatabaseSync, ends: TransactionEnds) {
    this.#db = db;
    this.#ends = ends;
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
      if (outermost) this.#ends.onCommit();
      return result;
    } catch (error) {
      this.#db.exec(outermost ? 'ROLLBACK' : `ROLLBACK TO ${name}; RELEASE ${name}`);
      this.#ends.onRollback();
      throw error;
    } finally {
      this.#depth--;
    }
  }
}
