import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * Texts that the org keeps beside its records, such as jobs. They take part in the transactions of the records: what a
 * job says of its rows and the rows themselves are saved together or not at all.
 */
export interface Notes {
  /** Writes a note; one of the same id is replaced. */
  put(kind: string, id: string, text: string): void;
  /** Removes a note, if there is one. */
  remove(kind: string, id: string): void;
  /** All notes of a kind, in the order of their ids. */
  all(kind: string): readonly string[];
}

/** Notes in a table of the data file. */
export class SqliteNotes implements Notes {
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #all: StatementSync;

  constructor(db: DatabaseSync) {
    db.exec(
      'CREATE TABLE IF NOT EXISTS "_note" (kind TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (kind, id))',
    );
    this.#put = db.prepare(
      'INSERT INTO "_note" VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET text = excluded.text',
    );
    this.#remove = db.prepare('DELETE FROM "_note" WHERE kind = ? AND id = ?');
    this.#all = db.prepare('SELECT text FROM "_note" WHERE kind = ? ORDER BY id');
  }

  put(kind: string, id: string, text: string): void {
    this.#put.run(kind, id, text);
  }

  remove(kind: string, id: string): void {
    this.#remove.run(kind, id);
  }

  all(kind: string): readonly string[] {
    return this.#all.all(kind).map(({ text }) => String(text));
  }
}
