import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that lets nobody through and says back everything that it was told. */
export interface RefusingProxy extends AsyncDisposable {
  readonly url: string;
  /** Value of every `Proxy-Authorization` header that came. */
  readonly credentials: readonly string[];
}

/** Starts a {@link RefusingProxy} on a free loopback port. */
export async function startRefusingProxy(): Promise<RefusingProxy> {
  const credentials: string[] = [];
  const page = (head: readonly string[]): string => `<html><title>407 ${head.join(' ')}</title></html>`;
  const server = createServer((incoming, outgoing) => {
    credentials.push(incoming.headers['proxy-authorization'] ?? '');
    outgoing.writeHead(407, { 'content-type': 'text/html' });
    outgoing.end(page(incoming.rawHeaders));
  });
  server.on('connect', (incoming, socket) => {
    credentials.push(incoming.headers['proxy-authorization'] ?? '');
    const body = page(incoming.rawHeaders);
    socket.on('error', () => undefined);
    socket.end(
      `HTTP/1.1 407 Proxy Authentication Required\r\nContent-Type: text/html\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
