import { cancelled, ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import { ConnectFailure } from './line/connect-failure.ts';
import { proxyError } from './proxy/proxy-error.ts';
import { ProxyFailure } from './proxy/proxy-failure.ts';
import { timeoutWords, type TimeLimits } from './time-limits.ts';
import { certificateHint, isTrustFailure, wantsClientCertificate } from './trust-failure.ts';

/** The exchange that broke. */
export interface BrokenExchange {
  /** The call in words, without values. */
  readonly call: string;
  /** The caller's. */
  readonly signal?: AbortSignal | undefined;
  readonly limits?: TimeLimits | undefined;
}

/** Of a line that could not be made: trying again will not change it. */
const hopeless =
  /^(?:ENOTFOUND|ERR_TLS_|ERR_SSL_(?:WRONG_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS|.*HANDSHAKE_FAILURE|.*ALERT_PROTOCOL_VERSION))/u;

/** Requests that cannot be put on the wire at all, e.g. for a line break in a header. */
const unsendable: ReadonlySet<string> = new Set(['BAD_HEADER', 'UND_ERR_INVALID_ARG']);

const closedByUs: ReadonlySet<string> = new Set(['UND_ERR_DESTROYED', 'UND_ERR_CLOSED', 'CLOSED']);

const nameFailures: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);

/**
 * Turns whatever broke an exchange into a {@link ConnectorError}: `cancelled` when the caller's signal aborted, one of
 * the `proxy-…` codes, otherwise `network-error` with `details` `{call, networkCode, failure}` and, where a field of the
 * connection can help, `fields`; `file-unreadable` when a source gave more or fewer bytes than it had said. A
 * {@link ConnectorError} comes back as it is.
 */
export function networkFailure(error: unknown, exchange: BrokenExchange): ConnectorError {
  const { call, signal, limits } = exchange;
  if (signal?.aborted) return cancelled(signal);
  if (error instanceof ConnectorError) return error;
  if (error instanceof ProxyFailure) return proxyError(error, call, limits);
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
  const timeout = timeoutWords(networkCode, limits);
  const advice = adviceFor(networkCode);
  const fields = timeout?.fields ?? advice?.fields;
  const nextSteps = timeout?.nextSteps ?? advice?.nextSteps;
  return new ConnectorError(
    'network-error',
    `${call} failed on the network: ${timeout?.message ?? textOf(error, networkCode)}.`,
    {
      details: {
        call,
        networkCode,
        failure: failureOf(error, networkCode),
        ...(fields === undefined ? {} : { fields }),
      },
      ...(nextSteps === undefined ? {} : { nextSteps }),
      ...(isQuiet(error) ? { cause: error } : {}),
    },
  );
}

interface Advice {
  readonly fields: readonly string[];
  readonly nextSteps?: readonly string[];
}

function adviceFor(networkCode: string): Advice | undefined {
  if (isTrustFailure(networkCode) || wantsClientCertificate(networkCode)) return certificateHint(networkCode);
  if (nameFailures.has(networkCode)) {
    return {
      fields: ['serverHost', 'proxy'],
      nextSteps: ['Check the spelling of `serverHost`. Behind a proxy, set `proxy` or HTTPS_PROXY.'],
    };
  }
  return undefined;
}

function failureOf(error: unknown, networkCode: string): FailureClass {
  if (unsendable.has(networkCode) || isTrustFailure(networkCode) || wantsClientCertificate(networkCode))
    return FailureClass.unreachable;
  if (!(error instanceof ConnectFailure)) return FailureClass.answerLost;
  return hopeless.test(networkCode) ? FailureClass.unreachable : FailureClass.notSent;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

function textOf(error: unknown, networkCode: string): string {
  return error instanceof Error && error.message !== '' && isQuiet(error) ? error.message : networkCode;
}

/** An HTTP parser error carries the bytes it stumbled over, which may be a session id. */
function isQuiet(error: unknown): boolean {
  return !(error instanceof Error && 'data' in error);
}
