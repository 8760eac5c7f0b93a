import type { Clock } from '../../contract/clock.ts';
import { ConnectorError } from '../../errors/connector-error.ts';

const hourMs = 3_600_000;

/** Allows a number of logins in any hour, so that a fault can neither lock the user nor use up the org's logins. */
export class LoginBudget {
  readonly #clock: Clock;
  readonly #loginsPerHour: number;
  #timesMs: readonly number[] = [];

  constructor(clock: Clock, loginsPerHour: number) {
    this.#clock = clock;
    this.#loginsPerHour = loginsPerHour;
  }

  /**
   * Takes one login.
   *
   * @throws ConnectorError `login-limit-reached`, with the time until the next one is free in `retryAfterMs`
   */
  spend(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#timesMs = this.#timesMs.filter((timeMs) => nowMs - timeMs < hourMs);
    const [oldestMs] = this.#timesMs;
    if (oldestMs !== undefined && this.#timesMs.length >= this.#loginsPerHour) {
      throw new ConnectorError(
        'login-limit-reached',
        `This connection has logged in ${this.#loginsPerHour} times within an hour and stops there.`,
        {
          details: { loginsPerHour: this.#loginsPerHour },
          retryAfterMs: Math.ceil(oldestMs + hourMs - nowMs),
        },
      );
    }
    this.#timesMs = [...this.#timesMs, nowMs];
  }
}
