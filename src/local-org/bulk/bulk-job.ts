import { restDateTime, type OrgClock } from '../server/clock.ts';
import { isTerminal, type JobState } from './job-state.ts';

/** What every job is created with. */
export interface JobOrigin {
  readonly id: string;
  readonly userId: string;
  /** 67 for 67.0: results are given in this version only. */
  readonly versionNumber: number;
  readonly clock: OrgClock;
}

/** What ingest and query jobs have in common: identity, state, counters and times. */
export abstract class BulkJob {
  readonly id: string;
  readonly userId: string;
  readonly versionNumber: number;
  readonly #clock: OrgClock;
  readonly #createdMs: number;
  readonly #settled = Promise.withResolvers<undefined>();
  #changedMs: number;
  #state: JobState;
  #isSettled = false;
  recordsProcessed = 0;
  recordsFailed = 0;
  /** Milliseconds that were spent on the job's records. */
  processingMs = 0;
  errorMessage: string | undefined;

  constructor({ id, userId, versionNumber, clock }: JobOrigin, state: JobState) {
    this.id = id;
    this.userId = userId;
    this.versionNumber = versionNumber;
    this.#clock = clock;
    this.#createdMs = clock.now();
    this.#changedMs = this.#createdMs;
    this.#state = state;
  }

  get state(): JobState {
    return this.#state;
  }

  /** Moves to another state; a job that has ended stays as it is. */
  moveTo(state: JobState): void {
    if (isTerminal(this.#state)) return;
    this.#state = state;
    this.#changedMs = this.#clock.now();
  }

  /** Resolves when no work is under way any more: the results are then whole. */
  get settled(): Promise<undefined> {
    return this.#settled.promise;
  }

  settle(): void {
    this.#isSettled = true;
    this.#settled.resolve(undefined);
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** The keys that all job answers begin with. */
  protected base(operation: string, object: string): Record<string, unknown> {
    return {
      id: this.id,
      operation,
      object,
      createdById: this.userId,
      createdDate: restDateTime(this.#createdMs),
      systemModstamp: restDateTime(this.#changedMs),
      state: this.#state,
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: this.versionNumber,
    };
  }
}
