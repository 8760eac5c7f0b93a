import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type SecureContext } from 'node:tls';
import type { ProxyAddress } from '../proxy/proxy-address.ts';
import { ProxyFailure } from '../proxy/proxy-failure.ts';
import { openTunnel } from '../proxy/open-tunnel.ts';
import { ConnectAttempt } from './connect-attempt.ts';
import { ConnectFailure } from './connect-failure.ts';
import { readInto, type ReadMemory } from './read-into.ts';
import { isPlain, portOf } from './target.ts';

/** Where and how to connect. */
export interface LineRequest {
  readonly url: URL;
  /** The proxy on the way. */
  readonly proxy?: ProxyAddress | undefined;
  /** For the other end, and for a proxy that has TLS itself; Node's own when missing. */
  readonly tls?: LineTls | undefined;
  /** Milliseconds for name, TCP, tunnel and TLS together. */
  readonly connectTimeoutMs: number;
  /** Ends connecting; a line that stands is the caller's to close. */
  readonly signal: AbortSignal;
  /** The memory to read into. Without it the socket is read as usual. */
  readonly onread?: ReadMemory | undefined;
}

/** What to trust and how to introduce oneself, by whom one talks to. */
export interface LineTls {
  readonly target: SecureContext;
  /** Without the client certificate, which is for the org. */
  readonly proxy: SecureContext;
}

/**
 * Makes a line to a host, through a tunnel where there is a proxy. The certificate of the host is always
 * checked, whatever the environment says.
 *
 * @throws ConnectFailure around what happened, {@link ProxyFailure} where it was the proxy; nothing was sent, and
 *   nothing stays open
 */
export async function openLine(request: LineRequest): Promise<Socket> {
  const attempt = new ConnectAttempt(request.connectTimeoutMs, request.signal);
  try {
    const socket = await (request.proxy === undefined
      ? openDirectly(request, attempt)
      : openThrough(request.proxy, request, attempt));
    attempt.succeed();
    return socket;
  } catch (error) {
    attempt.fail();
    throw error instanceof ProxyFailure ? error : new ConnectFailure(error);
  }
}

async function openDirectly({ url, tls, onread }: LineRequest, attempt: ConnectAttempt): Promise<Socket> {
  const common = { host: hostOf(url), port: portOf(url), noDelay: true };
  if (isPlain(url)) {
    const socket = connectPlain({ ...common, ...(onread === undefined ? {} : { onread }) });
    await attempt.until(socket, 'connect');
    return socket;
  }
  // `tls.connect` takes `onread` and `noDelay` like any socket; its type does not say so.
  const options: ConnectionOptions & { onread?: ReadMemory; noDelay: boolean } = {
    ...tlsOptions(url, tls?.target),
    ...common,
    ...(onread === undefined ? {} : { onread }),
  };
  const socket = connectTls(options);
  await attempt.until(socket, 'secureConnect');
  return socket;
}

async function openThrough(
  proxy: ProxyAddress,
  { url, tls, onread }: LineRequest,
  attempt: ConnectAttempt,
): Promise<Socket> {
  const tunnel = await openTunnel({ proxy, target: url, attempt, secureContext: tls?.proxy });
  let socket = tunnel;
  if (!isPlain(url)) {
    socket = connectTls({ ...tlsOptions(url, tls?.target), socket: tunnel });
    await attempt.until(socket, 'secureConnect');
  }
  // Node ignores `onread` on a socket that it did not connect itself.
  if (onread !== undefined) readInto(socket, onread);
  return socket;
}

function tlsOptions(url: URL, secureContext: SecureContext | undefined): ConnectionOptions {
  const host = hostOf(url);
  return {
    ...(secureContext === undefined ? {} : { secureContext }),
    host,
    // An address is no server name (RFC 6066 §3).
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
    // Said by name, or NODE_TLS_REJECT_UNAUTHORIZED=0 would switch the check off.
    rejectUnauthorized: true,
  };
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/gu, '');
}
