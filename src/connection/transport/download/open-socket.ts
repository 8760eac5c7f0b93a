import { connect as connectPlain, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type SecureContextOptions } from 'node:tls';

/** Where and how to connect. */
export interface LineOptions {
  readonly url: URL;
  /** Milliseconds for name, TCP and TLS together. */
  readonly connectTimeoutMs: number;
  /** Milliseconds without a byte while somebody waits for one. */
  readonly idleTimeoutMs: number;
  /** Certificates and the like, as `tls.connect` takes them. */
  readonly tls?: SecureContextOptions | undefined;
}

/** Whether the address is one for a line without TLS. Anything but `http:` gets TLS. */
export function isPlain(url: URL): boolean {
  return url.protocol === 'http:';
}

/** Begins to connect a socket that reads into the given memory. The certificate of the host is always checked. */
export function openSocket({ url, tls }: LineOptions, onread: OnReadOpts): Socket {
  const host = url.hostname.replace(/^\[|\]$/gu, '');
  if (isPlain(url)) return connectPlain({ host, port: portOf(url, 80), onread, noDelay: true });
  // `tls.connect` takes `onread` and `noDelay` like any socket; its type does not say so.
  const options: ConnectionOptions & { onread: OnReadOpts; noDelay: boolean } = {
    ...tls,
    host,
    port: portOf(url, 443),
    // An address is no server name (RFC 6066 §3).
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
    onread,
    noDelay: true,
  };
  return connectTls(options);
}

function portOf(url: URL, usualPort: number): number {
  return url.port === '' ? usualPort : Number(url.port);
}
