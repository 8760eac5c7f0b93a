import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';

/** TLS in front of a plain server of this machine. Close it with `await using`. */
export interface TlsFront extends AsyncDisposable {
  readonly port: number;
  /** Common name of the certificate that each client showed, in order; '' for none. */
  readonly clients: readonly string[];
}

/** Starts a {@link TlsFront} on a free port, which hands on what it decrypts to the given one. */
export async function startTlsFront(port: number, options: TlsOptions): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const clients: string[] = [];
  const server = createServer(options, (socket) => {
    const { subject } = socket.getPeerCertificate() as { subject?: { CN?: string } };
    clients.push(subject?.CN ?? '');
    const upstream = connect(port, '127.0.0.1');
    for (const end of [socket, upstream]) sockets.add(end.on('error', () => undefined));
    socket.pipe(upstream).pipe(socket);
    socket.on('close', () => upstream.destroy());
    upstream.on('close', () => socket.destroy());
  });
  // A client that does not trust the server ends the handshake with an error on this side, too.
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    clients,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
