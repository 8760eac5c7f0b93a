import type { RowOutcome, WriteReport } from '../contract/outcome.ts';
import type { WriteRun } from '../contract/activity.ts';
import { notSent } from './row-outcomes.ts';

/** Counts the outcomes of a write and hands them on, in the order in which they are given. */
export class WriteTally {
  readonly #run: WriteRun;
  readonly #canCreate: boolean;
  readonly #counts = { succeeded: 0, failed: 0, unprocessed: 0, unknown: 0 };
  #created = 0;
  #byteCount = 0;
  /** Stays false when the receiver of outcomes has rejected. */
  #isReceiverFine = true;

  constructor(run: WriteRun, options: { canCreate: boolean }) {
    this.#run = run;
    this.#canCreate = options.canCreate;
  }

  /**
   * Counts outcomes. A receiver that has rejected is not told.
   *
   * @param byteCount payload bytes that went out since the last time
   */
  async add(outcomes: readonly RowOutcome[], byteCount: number): Promise<void> {
    this.#byteCount += byteCount;
    for (const { status, created } of outcomes) {
      this.#counts[status]++;
      if (created === true) this.#created++;
    }
    if (!this.#isReceiverFine) return;
    this.#isReceiverFine = false;
    await this.#run.onOutcomes?.(outcomes);
    this.#isReceiverFine = true;
    this.#run.onProgress?.({ phase: 'write', rows: this.rowCount });
  }

  /**
   * Counts the rows behind those with an outcome as `unprocessed`. A receiver that has rejected is not told.
   *
   * @param takenCount rows taken from the input, in all
   */
  async addUnsent(takenCount: number): Promise<void> {
    const firstRowIndex = this.rowCount;
    const unsentCount = takenCount - firstRowIndex;
    if (!this.#isReceiverFine) this.#counts.unprocessed += unsentCount;
    else if (unsentCount > 0) {
      await this.add(
        Array.from({ length: unsentCount }, (_, index) => notSent(firstRowIndex + index)),
        0,
      );
    }
  }

  get rowCount(): number {
    const { succeeded, failed, unprocessed, unknown } = this.#counts;
    return succeeded + failed + unprocessed + unknown;
  }

  report(): WriteReport {
    return {
      rowCount: this.rowCount,
      ...this.#counts,
      ...(this.#canCreate ? { created: this.#created } : {}),
      byteCount: this.#byteCount,
      jobs: [],
    };
  }
}
