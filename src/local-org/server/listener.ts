import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalOrgError } from './local-org-error.ts';
import type { Next } from './middleware.ts';
import type { Traffic } from './traffic.ts';
import { writeResponse } from './write-response.ts';

/** A server that listens. */
export interface Listener {
  /** Without a trailing slash: `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Stops listening and cuts the connections that are still open. */
  close(): Promise<void>;
}

/** Where to listen. */
export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
}

/** The request-size middleware refuses long before; this only bounds what Node buffers of URI and headers. */
const maxHeaderSize = 256 * 1024;

const keepAliveMs = 65_000;

/**
 * Answers HTTP requests with `answer`, which must not reject.
 * @throws LocalOrgError `address-in-use` or `address-not-available`.
 */
export async function listen(options: ListenOptions, traffic: Traffic, answer: Next): Promise<Listener> {
  const server = createServer({ maxHeaderSize }, (incoming, outgoing) => {
    traffic.countRequest();
    // A client that goes away in the middle of an answer is its own business.
    exchange(incoming, outgoing, answer).catch(() => outgoing.destroy());
  });
  server.on('connection', (socket) => {
    traffic.watch(socket);
  });
  // An upload of 100 MB over a slow line takes longer than Node's default of five minutes.
  server.requestTimeout = 0;
  // Longer than clients keep idle connections, so that they rarely meet one that is just being closed.
  server.keepAliveTimeout = keepAliveMs;
  await bind(server, options);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function exchange(incoming: IncomingMessage, outgoing: ServerResponse, answer: Next): Promise<void> {
  const host = incoming.headers.host ?? '127.0.0.1';
  const response = await answer({
    method: incoming.method ?? 'GET',
    url: new URL(`http://${host}${(incoming.url ?? '/').replace(/^[^/]*/, '')}`),
    headers: incoming.headers,
    // A handler that stops reading must still be able to answer: its connection stays.
    body: incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>,
  });
  await writeResponse(incoming, outgoing, response);
}

function bind(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new LocalOrgError('address-in-use', `Port ${port} of ${host} is in use.`, { port, cause })
          : new LocalOrgError('address-not-available', `Cannot listen on ${host}, port ${port}.`, {
              port,
              cause,
            }),
      );
    });
    server.listen({ host, port }, resolve);
  });
}
