import { randomBytes } from 'node:crypto';
import type { OrgClock } from '../server/clock.ts';
import type { Permission } from './permission.ts';

/** Seconds of inactivity after which a session is gone, unless the org says otherwise. */
export const sessionSecondsValid = 7200;

/** A live session of a user. */
export interface Session {
  /** `<15-char org id>!<opaque>`. */
  readonly id: string;
  readonly userId: string;
  readonly permissions: ReadonlySet<Permission>;
  /** A session that is good for setting a new password only. */
  readonly passwordExpired: boolean;
}

/** Whose session to start. */
export interface SessionHolder {
  readonly id: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly passwordExpired: boolean;
}

interface LiveSession {
  session: Session;
  expiresAtMs: number;
  readonly isShared: boolean;
}

/** The live sessions. Every use moves the end of a session by {@link sessionSecondsValid}, unless set otherwise. */
export class Sessions {
  readonly #clock: OrgClock;
  readonly #organizationId: string;
  readonly #live = new Map<string, LiveSession>();
  readonly #usualSeconds: number;
  #secondsValid: number;

  constructor(organizationId: string, clock: OrgClock, secondsValid = sessionSecondsValid) {
    this.#organizationId = organizationId;
    this.#clock = clock;
    this.#usualSeconds = secondsValid;
    this.#secondsValid = secondsValid;
  }

  /** Seconds that a session lives after its last use. */
  get secondsValid(): number {
    return this.#secondsValid;
  }

  /** Starts a session of its own for every login. */
  start(holder: SessionHolder): Session {
    return this.#start(holder, false);
  }

  /** The live session of the user that earlier shared logins got, or a new one: ending it ends it for all of them. */
  share(holder: SessionHolder): Session {
    for (const [id, { session, isShared }] of this.#live) {
      if (!isShared || session.userId !== holder.id || session.passwordExpired) continue;
      const live = this.use(id);
      if (live !== undefined) return live;
    }
    return this.#start(holder, true);
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

  /** When a live session ends if nobody uses it, in milliseconds since 1970. */
  expiryOf(id: string): number | undefined {
    const expiresAtMs = this.#live.get(id)?.expiresAtMs;
    return expiresAtMs !== undefined && expiresAtMs > this.#clock.now() ? expiresAtMs : undefined;
  }

  /** The user has a new password: what it kept from other calls is good for them now. */
  passwordChanged(userId: string): void {
    for (const entry of this.#live.values()) {
      if (entry.session.userId === userId) entry.session = { ...entry.session, passwordExpired: false };
    }
  }

  /** Another number of seconds for sessions that begin or are used from now on. */
  setSecondsValid(seconds: number): void {
    this.#secondsValid = seconds;
  }

  /** Ends all, and lets new ones live as long as usual. */
  reset(): void {
    this.endAll();
    this.#secondsValid = this.#usualSeconds;
  }

  endAll(): void {
    this.#live.clear();
  }

  end(id: string): void {
    this.#live.delete(id);
  }

  #start({ id: userId, permissions, passwordExpired }: SessionHolder, isShared: boolean): Session {
    const id = `${this.#organizationId.slice(0, 15)}!AQ${randomBytes(60).toString('base64url')}`;
    const session: Session = { id, userId, permissions, passwordExpired };
    this.#live.set(id, { session, expiresAtMs: this.#nextExpiry(), isShared });
    return session;
  }

  #nextExpiry(): number {
    return this.#clock.now() + this.#secondsValid * 1000;
  }
}
