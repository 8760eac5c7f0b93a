import type { WorkRow } from './work-row.ts';

/**
 * Keeps rows about the same record apart: of rows with one key only the first is on its way, the others wait for its
 * outcome, in their order.
 */
export class Twins {
  readonly #waiting = new Map<string, WorkRow[]>();

  /** Whether the row may go. Otherwise it waits here, and {@link after} gives it out. */
  admit(row: WorkRow): boolean {
    if (row.key === undefined) return true;
    const waiting = this.#waiting.get(row.key);
    if (waiting === undefined) {
      this.#waiting.set(row.key, []);
      return true;
    }
    waiting.push(row);
    return false;
  }

  /** Tells that a row has its outcome. Gives the row that may go now, if one was waiting. */
  after({ key }: WorkRow): WorkRow | undefined {
    if (key === undefined) return undefined;
    const next = this.#waiting.get(key)?.shift();
    if (next === undefined) this.#waiting.delete(key);
    return next;
  }
}
