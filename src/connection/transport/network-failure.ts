import { cancelled, ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';

/** Of the system's own codes only while a connection is begun: a standing one can be lost to the same ones. */
const beforeSending: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CONNECT_TIMEOUT',
]);

/** The certificate of the host does not stand the test. */
const untrusted =
  /^(?:CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/u;

/**
 * Among them requests that cannot be put on the wire at all, e.g. for a line break in a header. Of TLS only what can
 * happen in a handshake alone: `EPROTO` and most `ERR_SSL_…` also end a line on which a request is under way.
 */
const neverReachable =
  /^(?:ENOTFOUND|ERR_TLS_|ERR_SSL_(?:WRONG_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS|.*HANDSHAKE_FAILURE|.*ALERT_PROTOCOL_VERSION)|BAD_HEADER|UND_ERR_INVALID_ARG)/u;

const closedByUs: ReadonlySet<string> = new Set(['UND_ERR_DESTROYED', 'UND_ERR_CLOSED', 'CLOSED']);

const trustSteps: readonly string[] = [
  'If a proxy of your network opens TLS, or the host has a private authority, name a file with its root certificate in the environment variable NODE_EXTRA_CA_CERTS.',
];

/**
 * Turns whatever broke an exchange into a {@link ConnectorError}: `cancelled` when the caller's signal aborted,
 * otherwise `network-error` with `details` `{call, networkCode, failure}`; `file-unreadable` when a source gave more or
 * fewer bytes than it had said. A {@link ConnectorError} comes back as it is.
 *
 * @param call the call in words, without values
 */
export function networkFailure(error: unknown, call: string, signal?: AbortSignal): ConnectorError {
  if (signal?.aborted) return cancelled(signal);
  if (error instanceof ConnectorError) return error;
  const networkCode = codeOf(error);
  if (closedByUs.has(networkCode)) {
    return new ConnectorError('cancelled', `The connection was closed during ${call}.`, {
      details: { call },
    });
  }
  if (networkCode === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH') {
    return new ConnectorError('file-unreadable', `The bytes to send changed in size during ${call}.`, {
      details: { call },
    });
  }
  return new ConnectorError(
    'network-error',
    `${call} failed on the network: ${textOf(error, networkCode)}.`,
    {
      details: { call, networkCode, failure: failureOf(error, networkCode) },
      ...(untrusted.test(networkCode) ? { nextSteps: trustSteps } : {}),
      ...(isQuiet(error) ? { cause: error } : {}),
    },
  );
}

function failureOf(error: unknown, networkCode: string): FailureClass {
  if (beforeSending.has(networkCode) && !isOfStandingLine(error)) return FailureClass.notSent;
  const isHopeless = neverReachable.test(networkCode) || untrusted.test(networkCode);
  return isHopeless ? FailureClass.unreachable : FailureClass.answerLost;
}

function isOfStandingLine(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && /^(?:read|write)/u.test(String(error.syscall));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

function textOf(error: unknown, networkCode: string): string {
  // A connection attempt over several addresses fails with an AggregateError, whose own message is empty.
  return error instanceof Error && error.message !== '' && isQuiet(error) ? error.message : networkCode;
}

/** An HTTP parser error carries the bytes it stumbled over, which may be a session id. */
function isQuiet(error: unknown): boolean {
  return !(error instanceof Error && 'data' in error);
}
