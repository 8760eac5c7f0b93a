import { FailureClass } from '../../errors/failure-class.ts';
import type { CallClass } from './rest-client.ts';

/**
 * What follows a failed attempt.
 *
 * - `wait`: the same request again, after a while.
 * - `refresh`: a newer session, then the same request again at once.
 * - `split`: the error goes to the caller, who may ask for less; the same request would fail the same way.
 * - `stop`: the error goes to the caller.
 * - `unknown`: the caller gets `outcome-unknown`: the org may have done the work.
 */
export type Verdict = 'wait' | 'refresh' | 'split' | 'stop' | 'unknown';

/** How a class of calls is repeated. */
export interface CallPolicy {
  /** Attempts in all, not counting those that only refreshed the session. */
  readonly maxAttempts: number;
  readonly verdicts: Readonly<Record<FailureClass, Verdict>>;
}

const definite: Readonly<Record<FailureClass, Verdict>> = {
  [FailureClass.notSent]: 'wait',
  [FailureClass.unreachable]: 'stop',
  [FailureClass.answerLost]: 'unknown',
  [FailureClass.sessionExpired]: 'refresh',
  [FailureClass.sessionRefused]: 'stop',
  [FailureClass.unavailable]: 'wait',
  [FailureClass.busy]: 'wait',
  [FailureClass.locked]: 'wait',
  [FailureClass.tooLarge]: 'split',
  [FailureClass.ranTooLong]: 'unknown',
  [FailureClass.serverError]: 'unknown',
  [FailureClass.dailyLimit]: 'stop',
  [FailureClass.refused]: 'stop',
  [FailureClass.unreadable]: 'unknown',
};

const repeatable: Readonly<Record<FailureClass, Verdict>> = {
  ...definite,
  [FailureClass.answerLost]: 'wait',
  [FailureClass.ranTooLong]: 'split',
  [FailureClass.serverError]: 'wait',
  [FailureClass.unreadable]: 'stop',
};

/** Call class × failure class → what follows. The one place that decides whether a request is sent twice. */
export const retryPolicy: Readonly<Record<CallClass, CallPolicy>> = {
  idempotent: { maxAttempts: 5, verdicts: repeatable },
  // The work goes on in the org meanwhile: giving up loses sight of it and gains nothing.
  poll: { maxAttempts: 8, verdicts: repeatable },
  upload: { maxAttempts: 5, verdicts: definite },
  create: { maxAttempts: 5, verdicts: definite },
};

/**
 * Attempts in all of a call that finds the org full. More than of others: what runs there, perhaps for somebody else,
 * has to end first.
 */
export const maxAttemptsWhenBusy = 12;

/** Sessions that one request may wear out before the error goes to the caller. */
export const maxRefreshes = 3;

const firstDelayMs = 500;
const maxDelayMs = 20_000;

/**
 * Milliseconds to wait before the next attempt: doubling from half a second to 20 seconds, half of it random, so that
 * callers that failed together do not come back together. Never before `retryAfterMs`.
 *
 * @param failedAttempts attempts so far, from 1
 * @param random a number in [0, 1)
 */
export function retryDelayMs(failedAttempts: number, random: number, retryAfterMs = 0): number {
  const ceilingMs = Math.min(maxDelayMs, firstDelayMs * 2 ** (failedAttempts - 1));
  const jitterMs = (ceilingMs / 2) * random;
  return Math.round(retryAfterMs > 0 ? retryAfterMs + jitterMs : ceilingMs / 2 + jitterMs);
}
