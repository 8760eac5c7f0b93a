import { notFound } from '../server/api-error.ts';
import type { OrgClock } from '../server/clock.ts';
import type { IngestJob } from './ingest-job.ts';
import type { JobReport } from './job-report.ts';
import { isTerminal } from './job-state.ts';
import type { KeptJobs } from './kept-jobs.ts';
import type { QueryJob } from './query-job.ts';

/** A job of either kind. */
export type AnyJob = IngestJob | QueryJob;

/** An open job that nobody closes lives so long. */
const openLifetimeMs = 24 * 3600 * 1000;
/** A job that has ended, and its results, live so long. */
const endedLifetimeMs = 7 * 24 * 3600 * 1000;
/** Jobs whose time is up are looked for no more often than this. */
const sweepEveryMs = 1000;

/** The jobs of the org, by id, those that their age ends left out. */
export class JobStore {
  readonly #jobs = new Map<string, AnyJob>();
  readonly #removed: AnyJob[] = [];
  readonly #kept: KeptJobs;
  readonly #clock: OrgClock;
  readonly #onOpenTooLong: (job: IngestJob) => void;
  #sweptMs = 0;

  /** @param onOpenTooLong called with a job that was open for 24 hours. */
  constructor(kept: KeptJobs, clock: OrgClock, onOpenTooLong: (job: IngestJob) => void) {
    this.#kept = kept;
    this.#clock = clock;
    this.#onOpenTooLong = onOpenTooLong;
  }

  /** Takes a job in and notes it down. */
  add(job: AnyJob): void {
    this.#jobs.set(keyOf(job.id), job);
    this.save(job);
  }

  /** Notes down how a job stands; one that was removed stays so. */
  save(job: AnyJob): void {
    if (this.#jobs.has(keyOf(job.id))) this.#kept.save(job);
  }

  /** @throws ApiError 404 `NOT_FOUND`. */
  ingest(id: string): IngestJob {
    const job = this.#find(id);
    if (job?.kind !== 'ingest') throw notFound();
    return job;
  }

  /** @throws ApiError 404 `NOT_FOUND`. */
  query(id: string): QueryJob {
    const job = this.#find(id);
    if (job?.kind !== 'query') throw notFound();
    return job;
  }

  /** In the order of their creation. */
  all(): readonly AnyJob[] {
    this.#sweep();
    return [...this.#jobs.values()];
  }

  /** Also of the jobs that were removed. */
  reports(): JobReport[] {
    return [...this.#removed, ...this.all()].map((job) => job.report());
  }

  /** Resolves when nothing works on the job any more and its files are gone. */
  async remove(job: AnyJob): Promise<void> {
    this.#jobs.delete(keyOf(job.id));
    this.#kept.remove(job);
    this.#removed.push(job);
    await job.settled;
    job.removeFiles();
  }

  /** Ends and removes all jobs; nothing tells of them any more. */
  async removeAll(): Promise<void> {
    const jobs = [...this.#jobs.values()];
    for (const job of jobs) {
      // Nothing works on an open job.
      if (job.state === 'Open') job.settle();
      job.moveTo('Aborted');
    }
    await Promise.all(jobs.map((job) => this.remove(job)));
    this.#removed.length = 0;
  }

  #find(id: string): AnyJob | undefined {
    this.#sweep();
    return this.#jobs.get(keyOf(id));
  }

  #sweep(): void {
    const now = this.#clock.now();
    if (now - this.#sweptMs < sweepEveryMs) return;
    this.#sweptMs = now;
    for (const job of this.#jobs.values()) {
      if (job.kind === 'ingest' && job.state === 'Open' && now - job.createdMs >= openLifetimeMs) {
        this.#onOpenTooLong(job);
      } else if (isTerminal(job.state) && now - job.changedMs >= endedLifetimeMs) {
        void this.remove(job);
      }
    }
  }
}

/** Ids are found with 15 and with 18 characters. */
function keyOf(id: string): string {
  return id.length === 18 ? id.slice(0, 15) : id;
}
