import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { readAnswerHead } from '../download/answer-head.ts';
import type { ConnectAttempt } from '../line/connect-attempt.ts';
import { ConnectFailure } from '../line/connect-failure.ts';
import { portOf } from '../line/target.ts';
import { WireError, type WireErrorCode } from '../line/wire-error.ts';
import type { ProxyAddress } from './proxy-address.ts';
import { ProxyFailure } from './proxy-failure.ts';

/** A tunnel to be made. */
export interface TunnelRequest {
  readonly proxy: ProxyAddress;
  readonly target: URL;
  /** Owns whatever is opened. */
  readonly attempt: ConnectAttempt;
  /** For a proxy that has TLS itself. */
  readonly secureContext?: SecureContext | undefined;
}

/**
 * Has a proxy connect to a host (CONNECT, RFC 9110 §9.3.6). What the socket carries from then on is between us and
 * the host.
 *
 * @throws ProxyFailure; {@link WireError} `CONNECT_TIMEOUT` or `CLOSED`
 */
export async function openTunnel(request: TunnelRequest): Promise<Socket> {
  const { proxy, attempt } = request;
  const authority = `${request.target.hostname}:${portOf(request.target)}`;
  const route = { proxy, target: authority };
  const socket = await lineToProxy(request).catch((error: unknown) => {
    if (hasCode(error, 'CLOSED')) throw error;
    throw new ProxyFailure('PROXY_UNREACHABLE', route, { cause: new ConnectFailure(error) });
  });
  const { authorization } = proxy;
  socket.write(
    [
      `CONNECT ${authority} HTTP/1.1`,
      `host: ${authority}`,
      ...(authorization === undefined ? [] : [`proxy-authorization: ${authorization}`]),
      '\r\n',
    ].join('\r\n'),
  );
  const head = await readAnswerHead({ read: () => attempt.nextBytes(socket) }).catch((error: unknown) => {
    // The limit of time and the end from our side are nobody's refusal.
    if (hasCode(error, 'CONNECT_TIMEOUT') || hasCode(error, 'CLOSED')) throw error;
    const code = hasCode(error, 'NOT_HTTP') ? 'PROXY_CONFUSED' : 'PROXY_REFUSED';
    throw new ProxyFailure(code, route, { cause: error });
  });
  const { status } = head;
  if (status === 407) throw new ProxyFailure('PROXY_AUTHENTICATION', route, { status });
  if (status < 200 || status > 299) throw new ProxyFailure('PROXY_REFUSED', route, { status });
  // Through a tunnel the host speaks second. A body can only be a page of the proxy.
  if (head.rest.length > 0) throw new ProxyFailure('PROXY_CONFUSED', route, { status });
  return socket;
}

async function lineToProxy({ proxy, attempt, secureContext }: TunnelRequest): Promise<Socket> {
  const { hostname: host, port, isTls } = proxy;
  if (!isTls) {
    const socket = connectPlain({ host, port, noDelay: true });
    await attempt.until(socket, 'connect');
    return socket;
  }
  const socket = connectTls({
    ...(secureContext === undefined ? {} : { secureContext }),
    host,
    port,
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
    // Said by name, or NODE_TLS_REJECT_UNAUTHORIZED=0 would switch the check off.
    rejectUnauthorized: true,
  });
  await attempt.until(socket, 'secureConnect');
  return socket;
}

function hasCode(error: unknown, code: WireErrorCode): boolean {
  return error instanceof WireError && error.code === code;
}
