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

/** What a job of either kind keeps over a restart of the org. */
export interface JobProgressNote {
  readonly createdMs: number;
  readonly changedMs: number;
  readonly state: JobState;
  readonly recordsProcessed: number;
  readonly recordsFailed: number;
  readonly processingMs: number;
  readonly isWhole: boolean;
  readonly errorMessage?: string | undefined;
}

/** What ingest and query jobs have in common: identity, state, counters and times. */
export abstract class BulkJob {
  abstract readonly kind: 'ingest' | 'query';
  readonly id: string;
  readonly userId: string;
  readonly versionNumber: number;
  readonly createdMs: number;
  readonly #clock: OrgClock;
  readonly #settled = Promise.withResolvers<undefined>();
  readonly #end = new AbortController();
  #changedMs: number;
  #state: JobState;
  recordsProcessed: number;
  recordsFailed: number;
  /** Milliseconds that were spent on the job's records. */
  processingMs: number;
  /** All the work that the job will ever cause is done: its results are as they will be. */
  isWhole: boolean;
  errorMessage: string | undefined;

  /** @param begun what an earlier run of the org noted; a state alone for a new job. */
  constructor({ id, userId, versionNumber, clock }: JobOrigin, begun: JobProgressNote | JobState) {
    this.id = id;
    this.userId = userId;
    this.versionNumber = versionNumber;
    this.#clock = clock;
    const note = typeof begun === 'string' ? undefined : begun;
    this.createdMs = note?.createdMs ?? clock.now();
    this.#changedMs = note?.changedMs ?? this.createdMs;
    this.#state = typeof begun === 'string' ? begun : begun.state;
    this.recordsProcessed = note?.recordsProcessed ?? 0;
    this.recordsFailed = note?.recordsFailed ?? 0;
    this.processingMs = note?.processingMs ?? 0;
    this.isWhole = note?.isWhole ?? false;
    this.errorMessage = note?.errorMessage;
    if (this.isWhole) this.settle();
  }

  get state(): JobState {
    return this.#state;
  }

  /** When the state changed last, in milliseconds since 1970. */
  get changedMs(): number {
    return this.#changedMs;
  }

  /** Aborts as soon as the job has ended, whoever ended it. */
  get ended(): AbortSignal {
    return this.#end.signal;
  }

  /** Moves to another state; a job that has ended stays as it is. */
  moveTo(state: JobState): void {
    if (isTerminal(this.#state)) return;
    this.#state = state;
    this.#changedMs = this.#clock.now();
    if (isTerminal(state)) this.#end.abort();
  }

  /** Notes why the job fails; the first reason is the one it shows. */
  fail(message: string): void {
    this.errorMessage ??= message;
  }

  /** Resolves when no work is under way any more. */
  get settled(): Promise<undefined> {
    return this.#settled.promise;
  }

  settle(): void {
    this.#settled.resolve(undefined);
  }

  /** What the next run of the org needs to go on. */
  protected progressNote(): JobProgressNote {
    const { createdMs, changedMs, state, recordsProcessed, recordsFailed, processingMs, isWhole } = this;
    const { errorMessage } = this;
    const counts = { recordsProcessed, recordsFailed, processingMs };
    return { createdMs, changedMs, state, ...counts, isWhole, errorMessage };
  }

  /** The keys that all job answers begin with. */
  protected base(operation: string, object: string): Record<string, unknown> {
    return {
      id: this.id,
      operation,
      object,
      createdById: this.userId,
      createdDate: restDateTime(this.createdMs),
      systemModstamp: restDateTime(this.#changedMs),
      state: this.#state,
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: this.versionNumber,
    };
  }
}
