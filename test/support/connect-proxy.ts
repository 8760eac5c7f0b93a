import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { closed } from './closed.ts';

/** What a {@link ConnectProxy} does with a request for a tunnel in place of making one. */
export type Refusal =
  /** Answers with this status and a page. */
  | number
  /** Sends these bytes and keeps the line. */
  | { readonly bytes: string }
  | 'close'
  | 'reset'
  | 'silence';

/** How a {@link ConnectProxy} behaves. */
export interface ConnectProxyOptions {
  /** Port on this machine that stands for a `host:port`; a proxy finds hosts that its clients cannot. */
  readonly ports: Readonly<Record<string, number>>;
  /** User name and password that it wants, as `name:password`. */
  readonly credentials?: string | undefined;
  readonly refusal?: Refusal | undefined;
  /** With it clients reach the proxy by TLS. */
  readonly identity?: { readonly key: string; readonly cert: string } | undefined;
}

/** An HTTP proxy on this machine that makes tunnels and nothing else. Close it with `await using`. */
export interface ConnectProxy extends AsyncDisposable {
  readonly url: string;
  /** `host:port` of every tunnel asked for, in order. */
  readonly asked: readonly string[];
  /** Values of the header Proxy-Authorization, in order; '' where there was none. */
  readonly authorizations: readonly string[];
  /** `host:port` of every tunnel made. */
  readonly tunnels: readonly string[];
  /** Requests that were no CONNECT. */
  readonly others: readonly string[];
  /** Resolves when the first tunnel has been asked for. */
  readonly firstAsked: Promise<unknown>;
  /** Resolves when clients hold no line any more. */
  allClosed(): Promise<void>;
}

/** Starts a {@link ConnectProxy} on a free port. */
export async function startConnectProxy(options: ConnectProxyOptions): Promise<ConnectProxy> {
  const { ports, credentials, refusal, identity } = options;
  const asked: string[] = [];
  const authorizations: string[] = [];
  const tunnels: string[] = [];
  const others: string[] = [];
  const sockets = new Set<Duplex>();
  const server = identity === undefined ? createHttpServer() : createHttpsServer({ ...identity });
  server.on('request', (request, response) => {
    others.push(`${request.method} ${request.url}`);
    response.writeHead(400).end();
  });
  server.on('tlsClientError', () => undefined);
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    const authority = String(request.url);
    const authorization = request.headers['proxy-authorization'] ?? '';
    sockets.add(socket.on('error', () => undefined));
    asked.push(authority);
    authorizations.push(authorization);
    if (refusal !== undefined) {
      refuse(request.socket, refusal);
      return;
    }
    if (credentials !== undefined && authorization !== `Basic ${btoa(credentials)}`) {
      refuse(request.socket, 407);
      return;
    }
    const port = ports[authority];
    if (port === undefined) {
      refuse(request.socket, 502);
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      tunnels.push(authority);
      socket.write('HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n');
      join(socket, upstream);
    });
    sockets.add(upstream.on('error', () => undefined));
  });
  const firstAsked = once(server, 'connect');
  const lines: Socket[] = [];
  server.on('connection', (line: Socket) => lines.push(line.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${identity === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    asked,
    authorizations,
    tunnels,
    others,
    firstAsked,
    async allClosed() {
      for (const line of lines) await closed(line);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Each end of a tunnel ends with the other. */
function join(near: Duplex, far: Socket): void {
  near.pipe(far).pipe(near);
  near.on('close', () => far.destroy());
  far.on('close', () => near.destroy());
}

function refuse(socket: Socket, refusal: Refusal): void {
  // Read on, or the end of the line would go unnoticed; sockets of `node:http` stay half open by themselves.
  socket.resume().once('end', () => socket.end());
  if (refusal === 'silence') return;
  if (refusal === 'close') socket.end();
  else if (refusal === 'reset') socket.resetAndDestroy();
  else if (typeof refusal === 'object') socket.write(refusal.bytes);
  else {
    const page = '<html><title>Proxy</title></html>';
    const head = `HTTP/1.1 ${refusal} No\r\ncontent-type: text/html\r\nproxy-authenticate: Basic realm="x"\r\n`;
    socket.end(`${head}content-length: ${page.length}\r\n\r\n${page}`);
  }
}
