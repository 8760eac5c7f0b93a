import { z } from 'zod';
import { errorCatalogue, type ErrorCode } from '../../errors/catalogue.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass, failureClassOf } from '../../errors/failure-class.ts';
import { wasSent } from './was-sent.ts';

const isCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCatalogue, code);

/** Shape of a {@link RememberedRefusal}, as it is kept. */
export const rememberedRefusal = z.object({
  code: z.custom<ErrorCode>(isCode),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
  /** Without those of the catalogue. */
  nextSteps: z.array(z.string()),
  /** Milliseconds since 1970. */
  atMs: z.number(),
  /** Refusals of the same login in a row. */
  count: z.number().int().min(1),
});

/** A login that the org refused, so that nobody sends it again soon. */
export type RememberedRefusal = Readonly<z.output<typeof rememberedRefusal>>;

const minuteMs = 60_000;

/** No refusal of the org: after a minute the token may be sent again. */
const lostRefresh: ErrorCode = 'refresh-answer-lost';

/** Refusals that bring the user closer to being locked out. */
const countsTowardsLockout: ReadonlySet<ErrorCode> = new Set(['invalid-login']);

/**
 * Whether asking again soon is of no use: the org has refused the login, or the configured token. What failed on this
 * machine may be mended here at any time.
 */
export function isToBeRemembered(error: unknown): error is ConnectorError {
  if (!(error instanceof ConnectorError) || failureClassOf(error) !== FailureClass.sessionRefused)
    return false;
  return error.code === 'access-token-refused' || wasSent(error);
}

/** What is to be remembered of a refusal, given the one before it. */
export function rememberRefusal(
  error: ConnectorError,
  nowMs: number,
  before: RememberedRefusal | undefined,
): RememberedRefusal {
  const { code, message, details } = error;
  const own = error.nextSteps.length - errorCatalogue[code].nextSteps.length;
  const nextSteps = error.nextSteps.slice(0, own);
  return { code, message, details, nextSteps, atMs: nowMs, count: (before?.count ?? 0) + 1 };
}

/**
 * Refuses a login that was refused a while ago, without asking the org: for ten minutes. Where each further try counts
 * towards locking the user, for twenty (an org that locks does so for fifteen, unless it is told otherwise), and after
 * the second time for a day.
 *
 * @throws ConnectorError as the org's own refusal, with the time until the next try in `retryAfterMs`
 */
export function throwIfRemembered(refusal: RememberedRefusal | undefined, nowMs: number): void {
  if (refusal === undefined) return;
  // The clock of another process may be ahead; one that is far ahead was put back since.
  const ageMs = nowMs - refusal.atMs;
  const restMs = memoryMs(refusal) - Math.abs(ageMs);
  if (restMs <= 0) return;
  const { code, message, details, nextSteps, atMs } = refusal;
  if (code === lostRefresh)
    throw new ConnectorError(code, message, { details, nextSteps, retryAfterMs: restMs });
  throw new ConnectorError(code, message, {
    details: { ...details, refusedAtMs: atMs },
    nextSteps: [
      ...nextSteps,
      `The org said so ${minutes(ageMs)} ago, and is not asked again for ${minutes(restMs)}, to keep the user from being locked out. When something was changed in the org, test the connection: that asks at once.`,
    ],
    retryAfterMs: restMs,
  });
}

function memoryMs({ code, count }: RememberedRefusal): number {
  if (code === lostRefresh) return minuteMs;
  if (!countsTowardsLockout.has(code)) return 10 * minuteMs;
  return count === 1 ? 20 * minuteMs : 24 * 60 * minuteMs;
}

function minutes(durationMs: number): string {
  const count = Math.max(1, Math.ceil(durationMs / minuteMs));
  return count === 1 ? '1 minute' : `${count} minutes`;
}
