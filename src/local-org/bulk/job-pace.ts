import { setImmediate, setTimeout } from 'node:timers/promises';
import type { FaultPoints } from '../faults/fault-points.ts';
import type { OrgTime } from '../server/org-time.ts';
import type { AnyJob } from './job-store.ts';
import type { JobTiming } from './job-timing.ts';

/** Milliseconds of real time after which a job that was told to stay asks again. */
const askAgainMs = 10;

/** What decides on the speed of jobs. */
export interface JobPaceParts {
  readonly time: OrgTime;
  readonly timing: JobTiming;
  readonly faults: FaultPoints;
}

/** Lets a job take its time, and lets a fault script hold it up or end it. */
export class JobPace {
  readonly #job: AnyJob;
  readonly #parts: JobPaceParts;
  readonly #stop: AbortSignal;
  #lastRows: number;

  /** @param stop ends all waiting, as does the end of the job. */
  constructor(job: AnyJob, parts: JobPaceParts, stop: AbortSignal) {
    this.#job = job;
    this.#parts = parts;
    this.#stop = AbortSignal.any([stop, job.ended]);
    this.#lastRows = job.recordsProcessed;
  }

  /** Waits as long as the job stays in UploadComplete, then moves it to InProgress. Other requests see both states. */
  async begin(): Promise<void> {
    await setImmediate();
    const { timing, time } = this.#parts;
    if (this.#job.state === 'UploadComplete') await time.wait(timing.queuedMs ?? 0, this.#stop);
    await this.#obeyFate();
    if (this.#stop.aborted) return;
    this.#job.moveTo('InProgress');
    await setImmediate();
  }

  /** Before every chunk: gives way to other requests, and waits until the rows done so far are due. */
  async beforeChunk(): Promise<void> {
    await setImmediate();
    const rows = this.#job.recordsProcessed - this.#lastRows;
    this.#lastRows = this.#job.recordsProcessed;
    const { rowsPerSecond } = this.#parts.timing;
    if (rowsPerSecond !== undefined) {
      await this.#parts.time.wait((rows * 1000) / rowsPerSecond, this.#stop);
    }
    await this.#obeyFate();
  }

  /** Lets other requests run. */
  giveWay(): Promise<void> {
    return setImmediate();
  }

  async #obeyFate(): Promise<void> {
    const { id, kind, settings } = this.#job;
    const { operation, object } = settings;
    while (!this.#stop.aborted && this.#job.errorMessage === undefined) {
      const { recordsProcessed } = this.#job;
      const fate = this.#parts.faults.fateOf({ id, kind, operation, object, recordsProcessed });
      if (fate === 'go') return;
      if (fate !== 'stay') this.#job.fail(fate.fail);
      // Of real time: the script may change while the org's own time stands still.
      else await setTimeout(askAgainMs);
    }
  }
}
