import type { RunContext } from '../../contract/run-context.ts';
import { cancelled, ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass, failureClassOf, leavesOutcomeOpen } from '../../errors/failure-class.ts';
import type { CallClass } from './rest-client.ts';
import { maxAttemptsWhenBusy, maxRefreshes, retryDelayMs, retryPolicy } from './retry-policy.ts';
import { Tries } from './tries.ts';

/** A call as the retry loop sees it. */
export interface RetriedCall<T> {
  readonly callClass: CallClass;
  /** The call in words, for the log. */
  readonly call: string;
  /** Milliseconds after the first attempt from which on no other one is begun. Default: only attempts are counted. */
  readonly deadlineMs?: number | undefined;
  /** One try. @param isOutcomeOpen whether the org may have done the work at an earlier one */
  attempt(isOutcomeOpen: boolean): Promise<T>;
  /** Gets a newer session for the next try. What it throws goes to the caller. Without it nothing is renewed. */
  renewSession?(): Promise<void>;
  /** Ends a wait between attempts; asked for when one begins. */
  waitSignal(): AbortSignal;
}

/**
 * Runs a call under the {@link retryPolicy}: the only place of this package that sends a request again.
 *
 * @throws ConnectorError of the last attempt, which after several says how many there were and for how long
 *   (`attempts`, `triedForMs`; `isOutcomeOpen` when the org may have done the work at an earlier one); `outcome-unknown`
 *   with that error as cause when the org may have done the work; `cancelled` when the signal aborts during a wait
 */
export async function runWithRetries<T>(context: RunContext, retried: RetriedCall<T>): Promise<T> {
  const tries = new Tries(context.clock, retried.deadlineMs);
  for (;;) {
    try {
      return await retried.attempt(tries.isOutcomeOpen);
    } catch (error) {
      tries.countFailure(leavesOutcomeOpen.has(failureClassOf(error)));
      await prepareNext(context, retried, { error, tries });
    }
  }
}

interface FailedTry {
  readonly error: unknown;
  readonly tries: Tries;
}

/** Returns when the next attempt is to be made, and throws when there is to be none. */
async function prepareNext<T>(
  context: RunContext,
  retried: RetriedCall<T>,
  failed: FailedTry,
): Promise<void> {
  const { error, tries } = failed;
  const failure = failureClassOf(error);
  const { maxAttempts, verdicts } = retryPolicy[retried.callClass];
  switch (verdicts[failure]) {
    case 'unknown':
      throw outcomeUnknown(retried.call, error);
    case 'refresh':
      if (tries.refreshes >= maxRefreshes || retried.renewSession === undefined || tries.isOver(0)) break;
      tries.countRefresh();
      logRepeat(context, retried.call, { ...failed, delayMs: 0 });
      await retried.renewSession();
      return;
    case 'wait': {
      const most = failure === FailureClass.busy ? Math.max(maxAttempts, maxAttemptsWhenBusy) : maxAttempts;
      const { retryAfterMs } = error instanceof ConnectorError ? error : {};
      const delayMs = retryDelayMs(tries.failures, context.random(), retryAfterMs);
      if (tries.failures >= most || tries.isOver(delayMs)) break;
      logRepeat(context, retried.call, { ...failed, delayMs });
      await pause(context, retried.waitSignal(), delayMs);
      return;
    }
    case 'split':
    case 'stop':
  }
  throw tries.lastError(error);
}

/** Every repeated attempt is one line of the log. */
function logRepeat(
  { logger }: RunContext,
  call: string,
  { error, tries, delayMs }: FailedTry & { readonly delayMs: number },
): void {
  const { code } = error instanceof ConnectorError ? error : {};
  const failure = failureClassOf(error);
  logger.warn('Call failed and is repeated', { call, code, failure, attempt: tries.attempts, delayMs });
}

async function pause({ clock }: RunContext, signal: AbortSignal, delayMs: number): Promise<void> {
  try {
    await clock.sleep(delayMs, signal);
  } catch (reason) {
    throw signal.aborted ? cancelled(signal) : reason;
  }
}

function outcomeUnknown(call: string, error: unknown): ConnectorError {
  const details = error instanceof ConnectorError ? error.details : {};
  return new ConnectorError('outcome-unknown', `Whether the org carried out ${call} is not known.`, {
    cause: error,
    details,
  });
}
