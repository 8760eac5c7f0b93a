import type { RunContext } from '../../contract/run-context.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass, failureClassOf } from '../../errors/failure-class.ts';
import { LoginBudget } from './login-budget.ts';
import type { LoginFlow, OrgSession } from './org-session.ts';
import { runWithRetries } from '../rest/retry-loop.ts';
import { SingleFlight } from './single-flight.ts';

/** What a {@link Session} needs. */
export interface SessionOptions {
  readonly context: RunContext;
  /** One try at logging in. */
  readonly login: LoginFlow;
  /** Logins in any hour, repeated ones included. Default 10. */
  readonly maxLoginsPerHour?: number;
  /** Milliseconds after the first try from which on no other one is begun. */
  readonly retryDeadlineMs?: number | undefined;
  /** Ends waits between tries when the connection closes. */
  readonly closing: AbortSignal;
}

/** A session that was renewed and is refused again within this time without having worked shows that renewing does not help. */
const renewalProofMs = 60_000;

/** For how long a refused login is not tried again: every further try brings the user closer to being locked out. */
const refusalMemoryMs = 600_000;

/**
 * The one session of a connection. The first caller logs in and the others wait for that login; the same goes for a
 * renewal. It never logs out, because Salesforce hands the same session to other processes of the user.
 * Field lessons A18, A19, C5, C19, D21, E2, E21.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #budget: LoginBudget;
  readonly #flight = new SingleFlight<OrgSession>();
  #current: OrgSession | undefined;
  #obtainedMs = 0;
  #isUnprovenRenewal = false;
  #refusal: { readonly error: unknown; readonly timeMs: number } | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#budget = new LoginBudget(options.context.clock, options.maxLoginsPerHour ?? 10);
  }

  /**
   * The session, after a login if there is none yet.
   *
   * @throws ConnectorError what the login throws, `login-limit-reached`, or `cancelled` (the login goes on for others)
   */
  async current(signal?: AbortSignal): Promise<OrgSession> {
    return this.#current ?? (await this.#flight.run(() => this.#login(), signal));
  }

  /** Tells that the org took a call under this session. */
  confirm(session: OrgSession): void {
    if (session === this.#current) this.#isUnprovenRenewal = false;
  }

  /**
   * A session newer than the refused one: the one that somebody else got in the meantime, or that of a new login.
   *
   * @throws ConnectorError `session-expired` when the refused session is itself a fresh renewal that never worked;
   *   otherwise as {@link Session.current}
   */
  async renew(refused: OrgSession, signal?: AbortSignal): Promise<OrgSession> {
    if (this.#current === refused) {
      if (this.#renewingIsUseless()) {
        throw new ConnectorError(
          'session-expired',
          'The org refused a session right after the login that made it.',
        );
      }
      this.#current = undefined;
    }
    return this.#current ?? (await this.#flight.run(() => this.#login(refused), signal));
  }

  #renewingIsUseless(): boolean {
    const ageMs = this.#options.context.clock.monotonicMs() - this.#obtainedMs;
    return this.#isUnprovenRenewal && ageMs < renewalProofMs;
  }

  async #login(refused?: OrgSession): Promise<OrgSession> {
    const { context, login, closing } = this.#options;
    const isRenewal = refused !== undefined;
    this.#throwRememberedRefusal();
    try {
      const session = await runWithRetries(context, {
        callClass: 'idempotent',
        call: 'the login',
        deadlineMs: this.#options.retryDeadlineMs,
        attempt: async () => {
          this.#budget.spend();
          return await login(refused);
        },
        waitSignal: () => closing,
      });
      this.#current = session;
      this.#obtainedMs = context.clock.monotonicMs();
      this.#isUnprovenRenewal = isRenewal;
      context.logger.info('Logged in', { host: session.instanceUrl.host, isRenewal });
      return session;
    } catch (error) {
      if (failureClassOf(error) === FailureClass.sessionRefused) {
        this.#refusal = { error, timeMs: context.clock.monotonicMs() };
      }
      throw error;
    }
  }

  #throwRememberedRefusal(): void {
    if (this.#refusal === undefined) return;
    const ageMs = this.#options.context.clock.monotonicMs() - this.#refusal.timeMs;
    if (ageMs < refusalMemoryMs) throw this.#refusal.error;
  }
}
