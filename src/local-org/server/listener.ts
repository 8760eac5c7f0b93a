import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { htmlPage } from './html-page.ts';
import { isControlPath } from '../eyes/control-path.ts';
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
    if (!isControlPath(incoming.url ?? '')) traffic.countRequest(incoming, outgoing);
    // A client that goes away in the middle of an answer is its own business.
    exchange(incoming, outgoing, answer).catch(() => outgoing.destroy());
  });
  server.on('connection', (socket) => {
    traffic.watch(socket);
  });
  refuseGarbage(server);
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
  const url = urlOf(incoming);
  const response =
    url === undefined
      ? htmlPage(400, 'Bad Request')
      : await answer({
          method: incoming.method ?? 'GET',
          url,
          headers: incoming.headers,
          remoteAddress: incoming.socket.remoteAddress ?? '',
          fromLoopback: /^(?:::ffff:)?127\.|^::1$/.test(incoming.socket.remoteAddress ?? ''),
          // A handler that stops reading must still be able to answer: its connection stays.
          body: incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>,
        });
  if (response.wire?.end === 'stall') return;
  if (response.wire?.end === 'reset') incoming.socket.resetAndDestroy();
  else await writeResponse(incoming, outgoing, response);
}

/** Origin form, absolute form and `*`; `undefined` for what is no URL. Of the absolute form only the path counts. */
function urlOf({ headers, url = '/' }: IncomingMessage): URL | undefined {
  const target = /^https?:\/\/[^/?#]*(.*)$/i.exec(url)?.[1] ?? url;
  const path = target.replace(/^[^/?]*/, '').replace(/^(?!\/)/, '/');
  const address = `http://${headers.host ?? '127.0.0.1'}${path}`;
  return URL.canParse(address) && new URL(address).pathname.startsWith('/') ? new URL(address) : undefined;
}

/** What is not HTTP, or too much of it, is answered as the edge does, and the connection ends. */
function refuseGarbage(server: Server): void {
  const refuse = (socket: Duplex, status: number, title: string): void => {
    if (!socket.writable) return;
    const { body } = htmlPage(status, title);
    const text = body?.kind === 'text' ? body.text : '';
    const head = `HTTP/1.1 ${status} ${title}\r\nServer: sfdcedge\r\nContent-Type: text/html;charset=UTF-8\r\n`;
    socket.end(`${head}Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`);
  };
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET') socket.destroy();
    else if (error.code === 'HPE_HEADER_OVERFLOW') refuse(socket, 431, 'Request Header Fields Too Large');
    else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') refuse(socket, 408, 'Request Timeout');
    else refuse(socket, 400, 'Bad Request');
  });
  server.on('connect', (_request, socket) => {
    refuse(socket, 405, 'Method Not Allowed');
  });
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
