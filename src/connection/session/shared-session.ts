import type { RunContext } from '../../contract/run-context.ts';
import { cancelled, ConnectorError } from '../../errors/connector-error.ts';
import { runWithRetries } from '../rest/retry-loop.ts';
import { LoginLedger, type LedgerPage, type SessionCache } from './login-ledger.ts';
import { spendLogin } from './login-budget.ts';
import type { LoginFlow, OrgSession } from './org-session.ts';
import { isToBeRemembered, rememberRefusal, throwIfRemembered } from './remembered-refusal.ts';
import { SingleFlight, untilAborted } from './single-flight.ts';
import { wasSent } from './was-sent.ts';
import { momentMs, YoungSession } from './young-session.ts';

/** What a connection brings that may have to log in for all who share a session. */
export interface LoginRun {
  /** One try at logging in, over the transport of that connection. */
  readonly login: LoginFlow;
  /** Logins in any hour, repeated ones included. */
  readonly maxLoginsPerHour: number;
  /** Milliseconds after the first try from which on no other one is begun. */
  readonly retryDeadlineMs: number | undefined;
  /** Aborts when that connection closes; the login under way then fails with `cancelled`. */
  readonly closing: AbortSignal;
}

/** Which session is wanted. */
export interface SessionWish {
  /** Not this one, because the org does not take it any more. */
  readonly refused?: OrgSession;
  /** One of a login that is yet to be made, whatever is known from earlier ones. */
  readonly isFresh?: boolean;
}

/**
 * The one session of all connections of a process that have the same identity. Whoever needs it first logs in, and the
 * others wait for that login; when the connection that ran it is closed meanwhile, or may not log in by its own limits,
 * the next one logs in. It never logs out, because Salesforce hands the same session to other processes of the user.
 */
export class SharedSession {
  readonly #context: RunContext;
  readonly #ledger: LoginLedger;
  readonly #flight = new SingleFlight<OrgSession>();
  #isFreshFlight = false;
  #current: YoungSession | undefined;

  /** @param cache where sessions outlive the process; without it they do not */
  constructor(context: RunContext, cache?: SessionCache) {
    this.#context = context;
    this.#ledger = new LoginLedger(context.logger, cache);
  }

  /** The session that is in use now. */
  get current(): OrgSession | undefined {
    return this.#current?.session;
  }

  /** Tells that the org took a call under this session. */
  confirm(session: OrgSession): void {
    if (session === this.#current?.session) this.#current.confirm();
  }

  /**
   * A session as wished, by the login under way or by one of this caller.
   *
   * @param signal ends the waiting; a login that was begun goes on for the others
   * @throws ConnectorError what the login throws, also when it did so a while ago; `login-limit-reached`; `cancelled`
   */
  async obtain(run: LoginRun, wish: SessionWish, signal?: AbortSignal): Promise<OrgSession> {
    const ending = endOfWaiting(run, signal);
    for (;;) {
      if (ending.aborted) throw cancelled(ending);
      const { underWay } = this.#flight;
      if (underWay !== undefined && wish.isFresh === true && !this.#isFreshFlight) {
        // It may end with a session that is known already.
        await untilAborted(
          underWay.then(
            () => undefined,
            () => undefined,
          ),
          ending,
        );
        continue;
      }
      const { result, isMine } = this.#flight.join(() => this.#begin(run, wish));
      try {
        return await untilAborted(result, ending);
      } catch (error) {
        if (isMine || !concernsOthersOnly(error, run)) throw error;
      }
    }
  }

  /**
   * A session newer than the refused one, or that one again after a moment, when it was made just now.
   *
   * @throws ConnectorError `session-expired` when logging in again has been of no use just now; otherwise as `obtain`
   */
  async renew(run: LoginRun, refused: OrgSession, signal?: AbortSignal): Promise<OrgSession> {
    const current = this.#current;
    if (current?.session !== refused)
      return current?.session ?? (await this.obtain(run, { refused }, signal));
    const { verdict } = current;
    if (verdict === 'give-up') {
      throw new ConnectorError(
        'session-expired',
        'The org refused a session right after the login that made it.',
      );
    }
    if (verdict === 'wait') {
      await this.#waitAMoment(endOfWaiting(run, signal));
      if (this.#current === current) this.#current = current.afterWaiting();
      return this.current ?? (await this.obtain(run, { refused }, signal));
    }
    this.#current = undefined;
    return await this.obtain(run, { refused }, signal);
  }

  async #waitAMoment(ending: AbortSignal): Promise<void> {
    try {
      await this.#context.clock.sleep(momentMs, ending);
    } catch (reason) {
      throw ending.aborted ? cancelled(ending) : reason;
    }
  }

  #begin(run: LoginRun, wish: SessionWish): Promise<OrgSession> {
    this.#isFreshFlight = wish.isFresh === true;
    return this.#ledger.open((page) => this.#takeOrLogIn(run, wish, page), run.closing);
  }

  async #takeOrLogIn(run: LoginRun, wish: SessionWish, page: LedgerPage): Promise<OrgSession> {
    const { clock, logger } = this.#context;
    const { session: kept, refusal } = page.record;
    const isUsable = kept !== undefined && kept.session.accessToken !== wish.refused?.accessToken;
    if (wish.isFresh !== true) {
      if (isUsable) {
        logger.info('Took the session of an earlier login', { host: kept.session.instanceUrl.host });
        this.#current = new YoungSession(kept, clock, 'earlier login');
        return kept.session;
      }
      throwIfRemembered(refusal, clock.now());
    }
    try {
      const session = await this.#logIn(run, wish, page);
      const obtained = { session, obtainedMs: clock.now() };
      this.#current = new YoungSession(
        obtained,
        clock,
        wish.refused === undefined ? 'first login' : 'renewal',
      );
      await page.change({ session: obtained, refusal: undefined });
      return session;
    } catch (error) {
      if (isToBeRemembered(error)) {
        await page.change({ refusal: rememberRefusal(error, clock.now(), refusal) });
      }
      throw error;
    }
  }

  async #logIn(run: LoginRun, { refused }: SessionWish, page: LedgerPage): Promise<OrgSession> {
    const context = this.#context;
    const { login, maxLoginsPerHour, retryDeadlineMs, closing } = run;
    const session = await runWithRetries(context, {
      callClass: 'idempotent',
      call: 'the login',
      deadlineMs: retryDeadlineMs,
      attempt: async () => {
        const { timesMs, session: kept } = page.record;
        const spent = spendLogin({ timesMs, nowMs: context.clock.now(), maxLoginsPerHour });
        // Before it is sent: a process that dies in the middle has used it up all the same.
        await page.change({
          timesMs: spent,
          ...(kept?.session.accessToken === refused?.accessToken ? { session: undefined } : {}),
        });
        try {
          return await login(refused);
        } catch (error) {
          if (!wasSent(error)) await page.change({ timesMs });
          throw error;
        }
      },
      waitSignal: () => closing,
    });
    context.logger.info('Logged in', { host: session.instanceUrl.host, isRenewal: refused !== undefined });
    return session;
  }
}

/** Whether whoever ran the login was refused on this machine, for reasons that this caller does not have. */
function concernsOthersOnly(error: unknown, { maxLoginsPerHour }: LoginRun): boolean {
  if (!(error instanceof ConnectorError)) return false;
  if (error.code === 'login-limit-reached') return Number(error.details['loginsPerHour']) < maxLoginsPerHour;
  // Each connection counts the calls of the org for itself.
  return error.code === 'cancelled' || error.code === 'api-reserve-reached';
}

function endOfWaiting({ closing }: LoginRun, signal: AbortSignal | undefined): AbortSignal {
  return signal === undefined ? closing : AbortSignal.any([signal, closing]);
}
