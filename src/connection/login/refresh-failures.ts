import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';

const fields = ['authentication.refreshToken'];

/** The answer to a refresh was lost, and the org may have replaced the token. Ends all tries of this login. */
export function answerLost(cause: unknown): ConnectorError {
  return new ConnectorError(
    'refresh-answer-lost',
    'The answer to the refresh was lost. Whether the org has replaced the refresh token is not known.',
    { cause, details: { failure: FailureClass.sessionRefused, fields } },
  );
}

/** Somebody else's refresh, or an earlier one, ended that way a moment ago. */
export function stillInDoubt(retryAfterMs: number): ConnectorError {
  return new ConnectorError(
    'refresh-answer-lost',
    'The answer to another refresh, a moment ago, was lost or is not there yet. The token is not sent again so soon.',
    { details: { failure: FailureClass.sessionRefused, sent: false, fields }, retryAfterMs },
  );
}

/** The org refuses a token after a refresh whose answer was lost. */
export function successorLost(refusal: ConnectorError, lostAtMs: number): ConnectorError {
  const lostAt = new Date(lostAtMs).toISOString();
  return new ConnectorError(
    'refresh-token-lost',
    `The org refuses the refresh token. It has most likely replaced it, in an answer that was lost on the way at ${lostAt}.`,
    { cause: refusal, details: { ...refusal.details, lostAt, fields } },
  );
}

/** The org has replaced the token, and its successor could not be written. */
export function notKept(cause: unknown): ConnectorError {
  return new ConnectorError(
    'refresh-token-not-kept',
    'The org has replaced the refresh token, and the new one could not be kept. Its session is not used.',
    { cause, details: { failure: FailureClass.sessionRefused, fields } },
  );
}

/** The store cannot be written to; the token was left alone. */
export function notSendable(cause: unknown): ConnectorError {
  return new ConnectorError(
    'refresh-token-not-sent',
    'The refresh token was not sent, because the one that the org may give in its place could not be kept.',
    { cause, details: { failure: FailureClass.refused, sent: false, fields: [] } },
  );
}

/** The store has a newer token, which cannot be read; the configured one was left alone. */
export function notReadable(cause: unknown): ConnectorError {
  return new ConnectorError(
    'refresh-token-not-sent',
    'The refresh token was not sent: a newer one is kept in the state store and cannot be read, and the configured one may be dead.',
    {
      // What stood there may be part of the error of a parser.
      ...(cause instanceof ConnectorError && { cause }),
      details: { failure: FailureClass.refused, sent: false, fields },
      nextSteps: [
        'Use the encryption key that it was kept with: SFSC_KEY, or the key file of the user who ran this before.',
        'If that key is lost, or the file is broken, authorise the app again and enter the new refresh token.',
      ],
    },
  );
}
