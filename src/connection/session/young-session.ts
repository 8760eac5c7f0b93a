import type { Clock } from '../../contract/clock.ts';
import type { KeptSession } from './login-record.ts';
import type { OrgSession } from './org-session.ts';

/** What led to a session. */
export type SessionOrigin = 'first login' | 'renewal' | 'earlier login';

/**
 * What to do when the org refuses a session: log in again, wait a moment and try it once more, or give up, because
 * logging in again has just been tried.
 */
export type RefusalVerdict = 'log-in' | 'wait' | 'give-up';

/** A session that was never taken and is refused within this time of its login shows that logging in does not help. */
const proofMs = 60_000;

/** For how long to wait: some orgs refuse a new session before they know it everywhere (field lesson D21). Milliseconds. */
export const momentMs = 1_000;

/** The session in use, and what its refusal would mean. */
export class YoungSession {
  readonly session: OrgSession;
  readonly #obtainedMs: number;
  readonly #clock: Clock;
  readonly #origin: SessionOrigin;
  readonly #hasWaited: boolean;
  #hasWorked = false;

  constructor(kept: KeptSession, clock: Clock, origin: SessionOrigin, hasWaited = false) {
    this.session = kept.session;
    this.#obtainedMs = kept.obtainedMs;
    this.#clock = clock;
    this.#origin = origin;
    this.#hasWaited = hasWaited;
  }

  /** Tells that the org took a call under it. */
  confirm(): void {
    this.#hasWorked = true;
  }

  get verdict(): RefusalVerdict {
    const ageMs = Math.abs(this.#clock.now() - this.#obtainedMs);
    if (this.#hasWorked || ageMs >= proofMs || this.#origin === 'first login') return 'log-in';
    if (!this.#hasWaited) return 'wait';
    return this.#origin === 'renewal' ? 'give-up' : 'log-in';
  }

  /**
   * The same session after the wait, as an object of its own: whoever was refused under the old one before that knows
   * that it may try again.
   */
  afterWaiting(): YoungSession {
    const again = { session: { ...this.session }, obtainedMs: this.#obtainedMs };
    return new YoungSession(again, this.#clock, this.#origin, true);
  }
}
