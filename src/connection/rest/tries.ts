import type { Clock } from '../../contract/clock.ts';
import { ConnectorError } from '../../errors/connector-error.ts';

/** What a call has gone through so far: attempts, time, doubt. */
export class Tries {
  readonly #clock: Clock;
  readonly #deadlineMs: number;
  readonly #startedMs: number;
  #attempts = 0;
  #refreshes = 0;
  #isOutcomeOpen = false;

  /** @param deadlineMs after the start, until which another attempt may begin */
  constructor(clock: Clock, deadlineMs = Infinity) {
    this.#clock = clock;
    this.#deadlineMs = deadlineMs;
    this.#startedMs = clock.monotonicMs();
  }

  get attempts(): number {
    return this.#attempts;
  }

  get refreshes(): number {
    return this.#refreshes;
  }

  /** Whether the org may have done the work at one of the failed attempts. */
  get isOutcomeOpen(): boolean {
    return this.#isOutcomeOpen;
  }

  /** Failed attempts that a wait follows or an end: those that only wore out a session are not among them. */
  get failures(): number {
    return this.#attempts - this.#refreshes;
  }

  /** @param isOutcomeOpen whether the org may have done the work all the same */
  countFailure(isOutcomeOpen: boolean): void {
    this.#attempts += 1;
    this.#isOutcomeOpen ||= isOutcomeOpen;
  }

  /** Tells that the last failure only wore out a session. */
  countRefresh(): void {
    this.#refreshes += 1;
  }

  /** Whether an attempt after so many milliseconds would begin behind the deadline. */
  isOver(delayMs: number): boolean {
    return this.#elapsedMs() + delayMs > this.#deadlineMs;
  }

  /** The error of the last attempt, which after several says what went before. */
  lastError(error: unknown): unknown {
    if (this.#attempts < 2 || !(error instanceof ConnectorError)) return error;
    const triedForMs = Math.round(this.#elapsedMs());
    const sentence = error.message.replace(/[^.!?]$/u, '$&.');
    return error.withDetails(
      { attempts: this.#attempts, triedForMs, ...(this.#isOutcomeOpen ? { isOutcomeOpen: true } : {}) },
      `${sentence} Tried ${this.#attempts} times in ${(triedForMs / 1000).toFixed(1)} seconds.`,
    );
  }

  #elapsedMs(): number {
    return this.#clock.monotonicMs() - this.#startedMs;
  }
}
