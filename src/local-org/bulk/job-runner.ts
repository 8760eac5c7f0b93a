import type { BulkJob } from './bulk-job.ts';

/** The work of a job; stops soon after the signal aborts, leaving the job as it is. */
export type JobWork = (signal: AbortSignal) => Promise<void>;

/** Runs jobs in the background and stops them all when the org closes. */
export class JobRunner {
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  /** A defect in the work fails its job, nothing else. */
  start(job: BulkJob, work: JobWork): void {
    const run = work(this.#stop.signal)
      .catch((error: unknown) => {
        job.errorMessage = `Unknown : ${error instanceof Error ? error.message : String(error)}`;
        job.moveTo('Failed');
      })
      .finally(() => {
        job.settle();
        this.#running.delete(run);
      });
    this.#running.add(run);
  }

  /** Resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }
}
