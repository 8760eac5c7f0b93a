import type { RunContext } from '../../contract/run-context.ts';
import type { LoginFlow, OrgSession } from './org-session.ts';
import { SharedSession, type LoginRun } from './shared-session.ts';

/** What a {@link Session} needs. */
export interface SessionOptions {
  readonly context: RunContext;
  /** The session that this connection shares with others. Default: one of its own. */
  readonly shared?: SharedSession;
  /** One try at logging in. */
  readonly login: LoginFlow;
  /** Logins in any hour, repeated ones included. Default 10. */
  readonly maxLoginsPerHour?: number;
  /** Milliseconds after the first try from which on no other one is begun. */
  readonly retryDeadlineMs?: number | undefined;
  /** Ends waiting, and waits between tries, when the connection closes. */
  readonly closing: AbortSignal;
}

/**
 * The session as one connection sees it. It is shared: the first caller logs in and the others wait for that login;
 * the same goes for a renewal. Field lessons A18, A19, C5, C19, D21, E2, E21.
 */
export class Session {
  readonly #shared: SharedSession;
  readonly #run: LoginRun;

  constructor({ context, shared, ...run }: SessionOptions) {
    this.#shared = shared ?? new SharedSession(context);
    this.#run = {
      ...run,
      maxLoginsPerHour: run.maxLoginsPerHour ?? 10,
      retryDeadlineMs: run.retryDeadlineMs,
    };
  }

  /**
   * The session, after a login if there is none yet.
   *
   * @throws ConnectorError what the login throws, `login-limit-reached`, or `cancelled` (the login goes on for others)
   */
  async current(signal?: AbortSignal): Promise<OrgSession> {
    return this.#shared.current ?? (await this.#shared.obtain(this.#run, {}, signal));
  }

  /**
   * The session of a login that is made now, also when there is a session or the org has refused a login a while ago;
   * it becomes the shared one. For a test of the connection.
   *
   * @throws ConnectorError as {@link Session.current}
   */
  fresh(signal?: AbortSignal): Promise<OrgSession> {
    return this.#shared.obtain(this.#run, { isFresh: true }, signal);
  }

  /** The session that has taken the place of this one; this one if none has. */
  latest(known: OrgSession): OrgSession {
    return this.#shared.current ?? known;
  }

  /** Tells that the org took a call under this session. */
  confirm(session: OrgSession): void {
    this.#shared.confirm(session);
  }

  /**
   * A session newer than the refused one: the one that somebody else got in the meantime, or that of a new login.
   *
   * @throws ConnectorError `session-expired` when the refused session is itself a fresh renewal that never worked;
   *   otherwise as {@link Session.current}
   */
  renew(refused: OrgSession, signal?: AbortSignal): Promise<OrgSession> {
    return this.#shared.renew(this.#run, refused, signal);
  }
}
