import type { RowOutcome } from '../contract/outcome.ts';

/** Brings outcomes that come in any order into the order of their rows. */
export class OrderedOutcomes {
  readonly #early = new Map<number, RowOutcome>();
  #next = 0;

  /** Position of the first row whose outcome was not taken. */
  get nextIndex(): number {
    return this.#next;
  }

  /** Whether nothing waits for its turn. */
  get isEmpty(): boolean {
    return this.#early.size === 0;
  }

  /** Takes outcomes of rows that had none. */
  add(outcomes: readonly RowOutcome[]): void {
    for (const outcome of outcomes)
      if (outcome.rowIndex !== undefined) this.#early.set(outcome.rowIndex, outcome);
  }

  /** Everything that is next in the order. */
  take(): RowOutcome[] {
    const ready: RowOutcome[] = [];
    for (;;) {
      const outcome = this.#early.get(this.#next);
      if (outcome === undefined) return ready;
      this.#early.delete(this.#next);
      this.#next += 1;
      ready.push(outcome);
    }
  }
}
