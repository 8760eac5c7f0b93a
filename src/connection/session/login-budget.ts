import { ConnectorError } from '../../errors/connector-error.ts';

const hourMs = 3_600_000;

/** What {@link spendLogin} decides by. */
export interface LoginBudget {
  /** Times of the logins so far, in order, as milliseconds since 1970. */
  readonly timesMs: readonly number[];
  readonly nowMs: number;
  readonly maxLoginsPerHour: number;
}

/**
 * Takes one login out of those that any hour allows, so that a fault can neither lock the user nor use up the org's
 * logins.
 *
 * @returns the times to remember: this one, and those of the last hour
 * @throws ConnectorError `login-limit-reached`, with the time until the next one is free in `retryAfterMs`
 */
export function spendLogin({ timesMs, nowMs, maxLoginsPerHour }: LoginBudget): readonly number[] {
  // The clock of another process may be ahead.
  const recent = timesMs.filter((timeMs) => Math.abs(nowMs - timeMs) < hourMs);
  const oldestMs = recent[recent.length - maxLoginsPerHour];
  if (oldestMs === undefined) return [...recent, nowMs];
  throw new ConnectorError(
    'login-limit-reached',
    `This connection has logged in ${maxLoginsPerHour} times within an hour and stops there.`,
    {
      details: { loginsPerHour: maxLoginsPerHour },
      retryAfterMs: Math.ceil(oldestMs + hourMs - nowMs),
    },
  );
}
