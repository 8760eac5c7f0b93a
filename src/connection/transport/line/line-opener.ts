import type { Socket } from 'node:net';
import type { ProxyEnvironment } from '../../../contract/proxy-environment.ts';
import type { ProxyOptions, TlsOptions } from '../../options/network-schema.ts';
import { proxyFor } from '../proxy/proxy-for.ts';
import { openLine, type LineTls } from './open-line.ts';
import type { ReadMemory } from './read-into.ts';
import { readTls } from './tls-material.ts';

/** How a {@link LineOpener} reaches hosts. */
export interface LineOpenerOptions {
  /** Milliseconds for name, TCP, tunnel and TLS together. */
  readonly connectTimeoutMs: number;
  /** Default: no proxy. */
  readonly proxy?: ProxyOptions | undefined;
  /** The environment, for `proxy: 'environment'`. */
  readonly proxies?: ProxyEnvironment | undefined;
  /** Default: what Node trusts, and no client certificate. */
  readonly tls?: TlsOptions | undefined;
}

/** What one line is to be like. */
export interface OpenedLine {
  /** Ends connecting; a line that stands is the caller's to close. */
  readonly signal: AbortSignal;
  /** The memory to read into. Without it the socket is read as usual. */
  readonly onread?: ReadMemory | undefined;
}

/**
 * Opens lines the way that a connection is set to: through its proxy, with its certificates. Files are read when the
 * first line with TLS is opened, and again after a failure.
 */
export class LineOpener {
  readonly #options: LineOpenerOptions;
  #tls: Promise<LineTls | undefined> | undefined;

  constructor(options: LineOpenerOptions) {
    this.#options = options;
  }

  /**
   * Opens a line to the host of an address.
   *
   * @throws ConnectFailure, ProxyFailure; ConnectorError `invalid-configuration`, `invalid-certificate`,
   *   `file-not-found` or `file-unreadable` for settings that cannot be used
   */
  async open(url: URL, line: OpenedLine): Promise<Socket> {
    const { connectTimeoutMs, proxy: setting = 'none', proxies } = this.#options;
    const proxy = proxyFor(url, { proxy: setting, proxies });
    const needsTls = url.protocol !== 'http:' || proxy?.isTls === true;
    const tls = needsTls ? await this.#readTls() : undefined;
    return await openLine({ ...line, url, proxy, tls, connectTimeoutMs });
  }

  #readTls(): Promise<LineTls | undefined> {
    this.#tls ??= readTls(this.#options.tls ?? {}).catch((error: unknown) => {
      this.#tls = undefined;
      throw error;
    });
    return this.#tls;
  }
}
