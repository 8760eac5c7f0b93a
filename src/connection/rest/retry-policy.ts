import { FailureClass } from '../../errors/failure-class.ts';
import type { CallClass } from './rest-client.ts';

/**
 * What follows a failed attempt.
 *
 * - `repeat`: the same request again, after a wait.
 * - `renew`: a newer session, then the same request again at once.
 * - `stop`: the error goes to the caller.
 * - `unknown`: the caller gets `outcome-unknown`: the org may have done the work.
 */
export type Verdict = 'repeat' | 'renew' | 'stop' | 'unknown';

/** How a class of calls is repeated. */
export interface CallPolicy {
  /** Attempts in all, not counting those that only renewed the session. */
  readonly maxAttempts: number;
  readonly verdicts: Readonly<Record<FailureClass, Verdict>>;
}

const definite: Readonly<Record<FailureClass, Verdict>> = {
  [FailureClass.notSent]: 'repeat',
  [FailureClass.unreachable]: 'stop',
  [FailureClass.answerLost]: 'unknown',
  [FailureClass.sessionExpired]: 'renew',
  [FailureClass.sessionRefused]: 'stop',
  [FailureClass.unavailable]: 'repeat',
  [FailureClass.busy]: 'repeat',
  [FailureClass.serverError]: 'unknown',
  [FailureClass.dailyLimit]: 'stop',
  [FailureClass.refused]: 'stop',
  [FailureClass.unreadable]: 'unknown',
};

const repeatable: Readonly<Record<FailureClass, Verdict>> = {
  ...definite,
  [FailureClass.answerLost]: 'repeat',
  [FailureClass.serverError]: 'repeat',
  [FailureClass.unreadable]: 'stop',
};

/** Call class × failure class → what follows. The one place that decides whether a request is sent twice. */
export const retryPolicy: Readonly<Record<CallClass, CallPolicy>> = {
  idempotent: { maxAttempts: 5, verdicts: repeatable },
  // The next poll comes anyway; a long wait in here would only delay it.
  poll: { maxAttempts: 3, verdicts: repeatable },
  upload: { maxAttempts: 5, verdicts: definite },
  create: { maxAttempts: 5, verdicts: definite },
};

/** Sessions that one request may wear out before the error goes to the caller. */
export const maxRenewals = 3;

/** A `Retry-After` beyond this goes to the caller instead of being waited for. Milliseconds. */
export const maxRetryAfterMs = 120_000;

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
