import type { ErrorCode } from '../../../errors/catalogue.ts';
import { ConnectorError } from '../../../errors/connector-error.ts';
import { FailureClass } from '../../../errors/failure-class.ts';
import { ConnectFailure } from '../line/connect-failure.ts';
import { timeoutWords, type TimeLimits } from '../time-limits.ts';
import { certificateHint, isTrustFailure } from '../trust-failure.ts';
import type { ProxyFailure } from './proxy-failure.ts';

interface Words {
  readonly code: ErrorCode;
  readonly message: string;
  readonly failure: FailureClass;
  readonly fields: readonly string[];
  readonly nextSteps?: readonly string[];
}

/** The proxy could not reach the host, or is overloaded: another try may go well. */
const passing: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/**
 * Says what a proxy did in place of a tunnel: `proxy-unreachable`, `proxy-authentication` or `proxy-refused`, with
 * `details` `{call, proxy, failure, fields}` and the `status` of the proxy's answer. Nothing in it comes from the
 * credentials.
 */
export function proxyError(failure: ProxyFailure, call: string, limits?: TimeLimits): ConnectorError {
  const { proxy, status } = failure;
  const words = wordsFor(failure, limits);
  const { code } = failure.cause instanceof ConnectFailure ? failure.cause : {};
  return new ConnectorError(words.code, `${call} failed: ${words.message}.`, {
    details: {
      call,
      proxy: proxy.host,
      failure: words.failure,
      fields: words.fields,
      ...(status === undefined ? {} : { status }),
      ...(code === undefined ? {} : { networkCode: code }),
    },
    nextSteps: [`The proxy comes from ${proxy.source.words}.`, ...(words.nextSteps ?? [])],
    cause: failure.cause,
  });
}

function wordsFor({ code, proxy, target, status, cause }: ProxyFailure, limits?: TimeLimits): Words {
  const { fields } = proxy.source;
  const refused = {
    code: 'proxy-refused',
    failure: FailureClass.unreachable,
    fields: fields.address,
  } as const;
  switch (code) {
    case 'PROXY_UNREACHABLE':
      return unreachable(proxy.host, cause, fields.address, limits);
    case 'PROXY_AUTHENTICATION':
      return {
        code: 'proxy-authentication',
        message: proxy.hasCredentials
          ? `the proxy ${proxy.host} does not take the user name and password it was given`
          : `the proxy ${proxy.host} wants a user name and password`,
        failure: FailureClass.unreachable,
        fields: fields.credentials,
      };
    case 'PROXY_CONFUSED':
      return { ...refused, message: `${proxy.host} does not answer like a proxy; is it a web server?` };
    case 'PROXY_REFUSED': {
      const how = status === undefined ? 'closed the line' : `answered with status ${status}`;
      const isPassing = status !== undefined && passing.has(status);
      return {
        ...refused,
        message: `the proxy ${proxy.host} made no connection to ${target}: it ${how}`,
        ...(isPassing ? { failure: FailureClass.notSent, fields: ['serverHost', ...fields.address] } : {}),
      };
    }
  }
}

function unreachable(
  host: string,
  cause: unknown,
  fields: readonly string[],
  limits: TimeLimits | undefined,
): Words {
  const networkCode = cause instanceof ConnectFailure ? cause.code : 'UNKNOWN';
  const timeout = timeoutWords(networkCode, limits);
  const why = timeout?.message ?? (cause instanceof Error ? cause.message : networkCode);
  const isHopeless = networkCode === 'ENOTFOUND' || /^ERR_(?:SSL|TLS)_/u.test(networkCode);
  const distrust = isTrustFailure(networkCode);
  return {
    code: 'proxy-unreachable',
    message: `there is no connection to the proxy ${host}: ${why}`,
    failure: isHopeless || distrust ? FailureClass.unreachable : FailureClass.notSent,
    fields: [...(distrust ? ['tls.ca'] : []), ...fields, ...(timeout?.fields ?? [])],
    ...(distrust ? { nextSteps: certificateHint(networkCode).nextSteps } : {}),
  };
}
