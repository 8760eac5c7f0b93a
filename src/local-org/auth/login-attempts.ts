import type { OrgClock } from '../server/clock.ts';
import type { AuthSettings } from './auth-settings.ts';
import type { OrgUser } from './org-user.ts';

const hourMs = 3_600_000;

interface Tally {
  wrongInARow: number;
  lockedUntilMs: number;
  windowStartMs: number;
  loginsInWindow: number;
  blockedUntilMs: number;
}

/** Counts the attempts of every user in the org's time: the limit of logins in an hour, and the lockout. */
export class LoginAttempts {
  readonly #settings: AuthSettings;
  readonly #clock: OrgClock;
  readonly #tallies = new Map<string, Tally>();

  constructor(settings: AuthSettings, clock: OrgClock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** Counts an attempt; `false` when it is one too many for this hour, and for the hour that follows. */
  isWithinRate(user: OrgUser): boolean {
    const tally = this.#tallyOf(user);
    const now = this.#clock.now();
    if (now < tally.blockedUntilMs) return false;
    if (now - tally.windowStartMs >= hourMs) Object.assign(tally, { windowStartMs: now, loginsInWindow: 0 });
    tally.loginsInWindow += 1;
    if (tally.loginsInWindow <= this.#settings.loginsPerHour) return true;
    tally.blockedUntilMs = now + hourMs;
    return false;
  }

  isLockedOut(user: OrgUser): boolean {
    return this.#clock.now() < this.#tallyOf(user).lockedUntilMs;
  }

  /** A wrong password: the last one that is allowed locks the user out. */
  failed(user: OrgUser): void {
    const tally = this.#tallyOf(user);
    tally.wrongInARow += 1;
    if (tally.wrongInARow < this.#settings.maxLoginAttempts) return;
    tally.wrongInARow = 0;
    const { lockoutMinutes } = this.#settings;
    tally.lockedUntilMs = lockoutMinutes === 0 ? Infinity : this.#clock.now() + lockoutMinutes * 60_000;
  }

  /** A right password: counting begins anew. */
  succeeded(user: OrgUser): void {
    this.#tallyOf(user).wrongInARow = 0;
  }

  /** Forgets all attempts. */
  reset(): void {
    this.#tallies.clear();
  }

  #tallyOf({ id }: OrgUser): Tally {
    const known = this.#tallies.get(id);
    if (known !== undefined) return known;
    const windowStartMs = this.#clock.now();
    const tally = { wrongInARow: 0, lockedUntilMs: 0, windowStartMs, loginsInWindow: 0, blockedUntilMs: 0 };
    this.#tallies.set(id, tally);
    return tally;
  }
}
