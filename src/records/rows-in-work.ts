import type { RowOutcome } from '../contract/outcome.ts';
import { standingOf } from './call-verdict.ts';
import { OrderedOutcomes } from './ordered-outcomes.ts';
import { Twins } from './twins.ts';
import type { WorkRow } from './work-row.ts';

/** The rows between source and receiver: which have an outcome, which may go out, what comes next in the order. */
export class RowsInWork {
  readonly #twins = new Twins();
  readonly #ordered = new OrderedOutcomes();
  /** Rows without an outcome, by position. */
  readonly #open = new Map<number, WorkRow>();
  #openBytes = 0;
  #takenCount = 0;

  /** Rows that came in so far. */
  get takenCount(): number {
    return this.#takenCount;
  }

  /** Bytes of the rows without an outcome. */
  get openBytes(): number {
    return this.#openBytes;
  }

  /** Whether every row has an outcome that was taken. */
  get isEmpty(): boolean {
    return this.#open.size === 0 && this.#ordered.isEmpty;
  }

  /** Takes a row in. Says whether it may go out; otherwise it waits for one about the same record. */
  enter(row: WorkRow): boolean {
    this.#takenCount += 1;
    this.#open.set(row.rowIndex, row);
    this.#openBytes += row.byteCount;
    return this.#twins.admit(row);
  }

  /** Gives rows their outcomes. Returns those that waited for one of them and may go out now. */
  settle(outcomes: readonly RowOutcome[]): readonly WorkRow[] {
    this.#ordered.add(outcomes);
    return outcomes.flatMap(({ rowIndex = -1 }) => {
      const row = this.#open.get(rowIndex);
      if (row === undefined) return [];
      this.#open.delete(rowIndex);
      this.#openBytes -= row.byteCount;
      return this.#twins.after(row) ?? [];
    });
  }

  /** Outcomes that are next in the order of the input, each once. */
  takeOutcomes(): readonly RowOutcome[] {
    return this.#ordered.take();
  }

  /** What the rows without an outcome end as when none of them goes out any more. */
  standing(): readonly RowOutcome[] {
    return [...this.#open.values()].map(standingOf);
  }
}
