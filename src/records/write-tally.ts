import type { RowOutcome, WriteReport } from '../contract/outcome.ts';
import type { WriteRun } from '../contract/activity.ts';

/** Counts the outcomes of a write and hands them on, in the order in which they are given. */
export class WriteTally {
  readonly #run: WriteRun;
  readonly #canCreate: boolean;
  readonly #counts = { succeeded: 0, failed: 0, unprocessed: 0, unknown: 0 };
  #created = 0;
  #byteCount = 0;

  constructor(run: WriteRun, options: { canCreate: boolean }) {
    this.#run = run;
    this.#canCreate = options.canCreate;
  }

  /** @param byteCount payload bytes that went out for these rows */
  async add(outcomes: readonly RowOutcome[], byteCount: number): Promise<void> {
    this.#byteCount += byteCount;
    for (const { status, created } of outcomes) {
      this.#counts[status]++;
      if (created === true) this.#created++;
    }
    await this.#run.onOutcomes?.(outcomes);
    this.#run.onProgress?.({ phase: 'write', rows: this.rowCount });
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
