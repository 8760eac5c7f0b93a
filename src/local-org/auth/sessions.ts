import { randomBytes } from 'node:crypto';
import type { OrgClock } from '../server/clock.ts';
import { permissions, type Permission } from './permission.ts';

/** Seconds of inactivity after which a session is gone. */
export const sessionSecondsValid = 7200;

/** A live session of a user. */
export interface Session {
  /** `<15-char org id>!<opaque>`. */
  readonly id: string;
  readonly userId: string;
  readonly permissions: ReadonlySet<Permission>;
}

/** The live sessions. Every use moves the end of a session by {@link sessionSecondsValid}, unless set otherwise. */
export class Sessions {
  readonly #clock: OrgClock;
  readonly #organizationId: string;
  #secondsValid = sessionSecondsValid;
  readonly #live = new Map<string, { session: Session; expiresAtMs: number }>();

  constructor(organizationId: string, clock: OrgClock) {
    this.#organizationId = organizationId;
    this.#clock = clock;
  }

  /** Starts a session of its own for every login. */
  start(userId: string): Session {
    const id = `${this.#organizationId.slice(0, 15)}!AQ${randomBytes(60).toString('base64url')}`;
    const session: Session = { id, userId, permissions: new Set(permissions) };
    this.#live.set(id, { session, expiresAtMs: this.#nextExpiry() });
    return session;
  }

  /** The live session with this id; using it keeps it alive. */
  use(id: string): Session | undefined {
    const entry = this.#live.get(id);
    if (entry === undefined) return undefined;
    if (entry.expiresAtMs <= this.#clock.now()) {
      this.#live.delete(id);
      return undefined;
    }
    entry.expiresAtMs = this.#nextExpiry();
    return entry.session;
  }

  /** The session with this id, whether live or not, without keeping it alive. */
  look(id: string): Session | undefined {
    return this.#live.get(id)?.session;
  }

  /** Another number of seconds for sessions that begin or are used from now on. */
  setSecondsValid(seconds: number): void {
    this.#secondsValid = seconds;
  }

  /** Ends all, and lets new ones live as long as usual. */
  reset(): void {
    this.endAll();
    this.#secondsValid = sessionSecondsValid;
  }

  endAll(): void {
    this.#live.clear();
  }

  end(id: string): void {
    this.#live.delete(id);
  }

  #nextExpiry(): number {
    return this.#clock.now() + this.#secondsValid * 1000;
  }
}
