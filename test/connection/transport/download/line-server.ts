import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** Key and certificate, as PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** Writes what a test wants to the line; `count` counts the requests of the whole server, from 1. */
export type LineAnswer = (socket: Socket, count: number) => void;

/** A server that speaks whatever bytes a test wants. Close it in the test that started it (`await using`). */
export interface LineServer extends AsyncDisposable {
  readonly origin: string;
  /** Heads of the requests received, in order. */
  readonly requests: readonly string[];
  /** Lines that were opened so far. */
  readonly sockets: readonly Socket[];
}

/** How a {@link LineServer} listens. */
export interface LineServerOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** With it the server speaks TLS. */
  readonly identity?: Identity | undefined;
}

/** Starts a {@link LineServer} on a free port. */
export async function startLineServer(
  answer: LineAnswer,
  { host = '127.0.0.1', identity }: LineServerOptions = {},
): Promise<LineServer> {
  const sockets: Socket[] = [];
  const requests: string[] = [];
  const onSocket = (socket: Socket): void => {
    sockets.push(socket);
    let text = '';
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part;
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        requests.push(text.slice(0, end));
        text = text.slice(end + 4);
        answer(socket, requests.length);
      }
    });
  };
  const server: Server =
    identity === undefined ? createServer(onSocket) : createTlsServer({ ...identity }, onSocket);
  // A client that does not trust the server ends the handshake with an error on this side, too.
  server.on('tlsClientError', () => undefined);
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return {
    origin: `${identity === undefined ? 'http' : 'https'}://${authority}`,
    requests,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
