import type { DatabaseSync } from 'node:sqlite';

/** Numbers written ahead, so that handing one out does not write. */
const BLOCK = 1000;

/**
 * Counters that survive a restart: the numbers of ids and auto-number fields. A restart may skip up to 1,000 numbers,
 * and rolled back records leave gaps, as in Salesforce; a number is never given twice.
 */
export class Counters {
  readonly #db: DatabaseSync;
  readonly #counters = new Map<string, { next: number; end: number }>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec('CREATE TABLE IF NOT EXISTS "_counter" (name TEXT PRIMARY KEY, value INTEGER NOT NULL)');
  }

  /** Begins all counters again. */
  reset(): void {
    this.#counters.clear();
    this.#db.exec('DELETE FROM "_counter"');
  }

  /** The next number of the counter; the first is 1. `floor` gives the highest number that records already show. */
  next(name: string, floor: () => number = () => 0): number {
    let counter = this.#counters.get(name);
    if (counter === undefined) {
      const row = this.#db.prepare('SELECT value FROM "_counter" WHERE name = ?').get(name);
      const start = Math.max(Number(row?.['value'] ?? 0), floor()) + 1;
      counter = { next: start, end: start };
      this.#counters.set(name, counter);
    }
    if (counter.next >= counter.end) {
      counter.end = counter.next + BLOCK;
      this.#db
        .prepare(
          'INSERT INTO "_counter" VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        )
        .run(name, counter.end - 1);
    }
    return counter.next++;
  }
}
