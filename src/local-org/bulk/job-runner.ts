import type { AnyJob, JobStore } from './job-store.ts';

/** The work of a job; stops soon after the signal aborts, leaving the job as it is. */
export type JobWork = (signal: AbortSignal) => Promise<void>;

/** Runs jobs in the background and stops them all when the org closes. */
export class JobRunner {
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  /** A defect in the work fails its job, nothing else. */
  start(job: AnyJob, jobs: JobStore, work: JobWork): void {
    const { signal } = this.#stop;
    const run = work(signal)
      .catch((error: unknown) => {
        job.fail(`Unknown : ${error instanceof Error ? error.message : String(error)}`);
        job.moveTo('Failed');
      })
      .finally(() => {
        // What the end of the org cut short goes on in its next run.
        if (!signal.aborted) job.isWhole = true;
        jobs.save(job);
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
