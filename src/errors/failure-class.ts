import { ConnectorError } from './connector-error.ts';

/** What one failed attempt means for the next one. The rows of the retry policy. */
export const FailureClass = {
  /** Nothing reached the org: no connection. */
  notSent: 'not-sent',
  /** Nothing reached the org, and trying again will not change that: unknown host name, bad certificate. */
  unreachable: 'unreachable',
  /** The request went out and the answer did not come back whole. */
  answerLost: 'answer-lost',
  /** The session has ended; a new login helps. */
  sessionExpired: 'session-expired',
  /** The session is refused for good; a new login does not help. */
  sessionRefused: 'session-refused',
  /** The org took no notice of the request: maintenance, no route. */
  unavailable: 'unavailable',
  /** The org declined the request because too many are running. */
  busy: 'busy',
  /** Somebody else held a record that the request needs; nothing was done. */
  locked: 'locked',
  /** The request asks for too much at once, and was declined before any of it was done. */
  tooLarge: 'too-large',
  /** The org gave up a request that ran too long; of a write, some may have been done. */
  ranTooLong: 'ran-too-long',
  /** Something broke at or before the org while it worked; whether the work was done is open. */
  serverError: 'server-error',
  /** The allowance of the rolling 24 hours is used up. */
  dailyLimit: 'daily-limit',
  /** A definite no that stays a no. */
  refused: 'refused',
  /** An answer that claims success and cannot be read. */
  unreadable: 'unreadable',
} as const;

export type FailureClass = (typeof FailureClass)[keyof typeof FailureClass];

const classes: ReadonlySet<unknown> = new Set(Object.values(FailureClass));

/** The class that an error of an attempt carries in `details.failure`; `refused` when it carries none. */
export function failureClassOf(error: unknown): FailureClass {
  const failure = error instanceof ConnectorError ? error.details['failure'] : undefined;
  return classes.has(failure) ? (failure as FailureClass) : FailureClass.refused;
}

/** The classes after which smaller requests for the same thing may go through. */
export const tooMuchAtOnce: ReadonlySet<FailureClass> = new Set([
  FailureClass.tooLarge,
  FailureClass.ranTooLong,
]);

/** The classes after which nobody knows whether the org did what it was asked. */
export const leavesOutcomeOpen: ReadonlySet<FailureClass> = new Set([
  FailureClass.answerLost,
  FailureClass.serverError,
  FailureClass.ranTooLong,
  FailureClass.unreadable,
]);

/** The classes after which it is certain that nothing left this machine. */
export const neverSent: ReadonlySet<FailureClass> = new Set([FailureClass.notSent, FailureClass.unreachable]);
