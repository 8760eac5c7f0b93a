import type { Clock } from '../../contract/clock.ts';
import { cancelled, ConnectorError } from '../../errors/connector-error.ts';
import type { DailyCalls } from './limit-info.ts';

/** For how long the org's count is believed. After that one call asks for it anew. */
const countIsGoodForMs = 900_000;

/** One call that the reserve has let through. */
export interface AdmittedCall {
  /**
   * Tells that the call is over; to be called once.
   *
   * @param told the org's count as the answer gave it, if it did
   */
  end(told: DailyCalls | undefined): void;
  /** In the place of `end`: the call never left this machine. */
  endUnsent(): void;
}

/** The org's count, and when it was told. */
interface KnownCalls extends DailyCalls {
  readonly timeMs: number;
}

/**
 * Keeps a number of the org's API calls for others: lets a call through only while more than those are left, its own
 * calls under way counted as spent. While the org's count is not known, or too old, calls go out one at a time, until
 * an answer tells it; so a connection that has stopped finds out by one call in 15 minutes whether it may go on.
 * Without a reserve every call goes through.
 */
export class CallReserve {
  readonly #clock: Clock;
  readonly #reserve: number;
  readonly #waiting = new Set<() => void>();
  #known: KnownCalls | undefined;
  /** Grows with every new count, so that a call can tell whether it began before one. */
  #countNumber = 0;
  #underWay = 0;

  /** @param reserve calls to leave, 0 or more */
  constructor(clock: Clock, reserve: number) {
    this.#clock = clock;
    this.#reserve = reserve;
  }

  /**
   * Resolves when the call may be made.
   *
   * @param waitSignal ends the wait; asked for when one begins
   * @throws ConnectorError `api-reserve-reached` with the numbers in `details`, or `cancelled`
   */
  async admit(waitSignal: () => AbortSignal): Promise<AdmittedCall> {
    if (this.#reserve === 0) return unguarded;
    for (;;) {
      const known = this.#freshCount();
      if (known !== undefined) {
        if (known.allowed - known.used - this.#underWay > this.#reserve) return this.#begin();
        throw this.#reached(known);
      }
      if (this.#underWay === 0) return this.#begin();
      await this.#nextEnd(waitSignal());
    }
  }

  #begin(): AdmittedCall {
    const begunAt = this.#countNumber;
    this.#underWay += 1;
    return {
      end: (told) => {
        if (told !== undefined) this.#learn(told, begunAt);
        // A lost answer, or one without a count: the org may have counted the call.
        else if (this.#known !== undefined) this.#know(this.#known.used + 1, this.#known);
        this.#end();
      },
      endUnsent: () => {
        this.#end();
      },
    };
  }

  #end(): void {
    this.#underWay -= 1;
    for (const wake of [...this.#waiting]) wake();
  }

  /**
   * Answers overtake each other. A lower count is only news when its call began after the present count was known:
   * then calls of the rolling 24 hours have become free again.
   */
  #learn(told: DailyCalls, begunAt: number): void {
    const isOvertaken =
      this.#known !== undefined && begunAt < this.#countNumber && told.used < this.#known.used;
    if (!isOvertaken) this.#know(told.used, told, this.#clock.monotonicMs());
  }

  #know(used: number, { allowed }: DailyCalls, timeMs = this.#known?.timeMs ?? 0): void {
    this.#countNumber += 1;
    this.#known = { used, allowed, timeMs };
  }

  #freshCount(): KnownCalls | undefined {
    if (this.#known !== undefined && this.#ageMs(this.#known) >= countIsGoodForMs) this.#known = undefined;
    return this.#known;
  }

  #ageMs({ timeMs }: KnownCalls): number {
    return this.#clock.monotonicMs() - timeMs;
  }

  #nextEnd(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(cancelled(signal));
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.delete(wake);
        reject(cancelled(signal));
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #reached(known: KnownCalls): ConnectorError {
    const { used, allowed } = known;
    const [reserve, underWay] = [this.#reserve, this.#underWay];
    const running = underWay === 0 ? '' : `, and ${underWay} more may be under way`;
    return new ConnectorError(
      'api-reserve-reached',
      `The org has used ${used} of its ${allowed} API calls of 24 hours${running}; this connection leaves the last ${reserve} to others.`,
      {
        details: { used, allowed, underWay, reserve },
        retryAfterMs: Math.max(0, Math.ceil(countIsGoodForMs - this.#ageMs(known))),
      },
    );
  }
}

const unguarded: AdmittedCall = { end: () => undefined, endUnsent: () => undefined };
