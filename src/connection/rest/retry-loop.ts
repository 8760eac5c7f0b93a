import type { RunContext } from '../../contract/run-context.ts';
import { cancelled, ConnectorError } from '../../errors/connector-error.ts';
import { failureClassOf } from '../../errors/failure-class.ts';
import type { CallClass } from './rest-client.ts';
import { maxRenewals, maxRetryAfterMs, retryDelayMs, retryPolicy } from './retry-policy.ts';

/** A call as the retry loop sees it. */
export interface RetriedCall<T> {
  readonly callClass: CallClass;
  /** The call in words, for the log. */
  readonly call: string;
  /** One try. */
  attempt(): Promise<T>;
  /** Gets a newer session for the next try. What it throws goes to the caller. Without it nothing is renewed. */
  renewSession?(): Promise<void>;
  /** Ends a wait between attempts; asked for when one begins. */
  waitSignal(): AbortSignal;
}

/**
 * Runs a call under the {@link retryPolicy}: the only place of this package that sends a request again.
 *
 * @throws ConnectorError of the last attempt; `outcome-unknown` with that error as cause when the org may have done
 *   the work; `cancelled` when the signal aborts during a wait
 */
export async function runWithRetries<T>(context: RunContext, retried: RetriedCall<T>): Promise<T> {
  const { maxAttempts, verdicts } = retryPolicy[retried.callClass];
  let failedAttempts = 0;
  let renewals = 0;
  for (;;) {
    try {
      return await retried.attempt();
    } catch (error) {
      const verdict = verdicts[failureClassOf(error)];
      if (verdict === 'unknown') throw outcomeUnknown(retried.call, error);
      if (verdict === 'renew' && renewals < maxRenewals && retried.renewSession !== undefined) {
        renewals += 1;
        await retried.renewSession();
        continue;
      }
      failedAttempts += 1;
      if (verdict !== 'repeat' || failedAttempts >= maxAttempts) throw error;
      await pause(context, retried, { error, failedAttempts });
    }
  }
}

interface FailedTry {
  readonly error: unknown;
  readonly failedAttempts: number;
}

async function pause<T>(
  context: RunContext,
  retried: RetriedCall<T>,
  { error, failedAttempts }: FailedTry,
): Promise<void> {
  const { code, retryAfterMs } = error instanceof ConnectorError ? error : {};
  if (retryAfterMs !== undefined && retryAfterMs > maxRetryAfterMs) throw error;
  const delayMs = retryDelayMs(failedAttempts, context.random(), retryAfterMs);
  context.logger.warn('Call failed and is repeated', { call: retried.call, code, failedAttempts, delayMs });
  const signal = retried.waitSignal();
  try {
    await context.clock.sleep(delayMs, signal);
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
