import type { ProxyAddress } from './proxy-address.ts';

/**
 * What a proxy did instead of making a tunnel.
 *
 * - `PROXY_UNREACHABLE`: no line to the proxy itself; the cause tells why.
 * - `PROXY_AUTHENTICATION`: it wants other credentials (407).
 * - `PROXY_REFUSED`: it answered with another status than 2xx.
 * - `PROXY_CONFUSED`: what it said is no answer to CONNECT: a web server, or something that speaks no HTTP.
 */
export type ProxyFailureCode =
  'PROXY_UNREACHABLE' | 'PROXY_AUTHENTICATION' | 'PROXY_REFUSED' | 'PROXY_CONFUSED';

/** More about a {@link ProxyFailure}. */
export interface ProxyFailureFacts {
  /** Status of the proxy's answer. */
  readonly status?: number;
  readonly cause?: unknown;
}

/** No tunnel: nothing was sent to the org. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
  readonly code: ProxyFailureCode;
  readonly proxy: ProxyAddress;
  /** Host and port that the tunnel was to lead to. */
  readonly target: string;
  readonly status: number | undefined;

  constructor(
    code: ProxyFailureCode,
    { proxy, target }: { readonly proxy: ProxyAddress; readonly target: string },
    { status, cause }: ProxyFailureFacts = {},
  ) {
    super(code, cause === undefined ? undefined : { cause });
    this.code = code;
    this.proxy = proxy;
    this.target = target;
    this.status = status;
  }
}
