import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that a {@link ScriptedServer} received, body included. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** How the server answers one request. */
export type ScriptedReply =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Buffer;
      /** Ends the socket after this many bytes of the body, although the headers promise all of it. */
      readonly cutAfterBytes?: number;
    }
  /** Closes the socket without an answer. */
  | 'reset'
  /** Takes the request and never answers. */
  | 'silence';

/** Decides the answer to a request; `attempt` counts requests of the same method and path, from 1. */
export type Script = (request: ReceivedRequest, attempt: number) => ScriptedReply | Promise<ScriptedReply>;

/** A real loopback server that answers as a test says. Close it in the test that started it (`await using`). */
export interface ScriptedServer extends AsyncDisposable {
  readonly origin: string;
  /** Everything received so far, in order. */
  readonly requests: readonly ReceivedRequest[];
  /** Sockets that clients have opened so far. */
  readonly socketCount: number;
}

/** Starts a {@link ScriptedServer} on a free loopback port. */
export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const requests: ReceivedRequest[] = [];
  const attempts = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      // A client may leave in the middle of its request; then there is nobody to answer.
      const request = await receive(incoming).catch(() => undefined);
      if (request === undefined) return;
      requests.push(request);
      const key = `${request.method} ${request.url}`;
      const attempt = (attempts.get(key) ?? 0) + 1;
      attempts.set(key, attempt);
      reply(outgoing, await script(request, attempt));
    })();
  });
  let socketCount = 0;
  server.on('connection', () => {
    socketCount += 1;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    get socketCount() {
      return socketCount;
    },
    [Symbol.asyncDispose]: () => stop(server),
  };
}

async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  const { method = '', url = '', headers } = incoming;
  return { method, url, headers, body: Buffer.concat(chunks) };
}

function reply(outgoing: ServerResponse, scripted: ScriptedReply): void {
  if (scripted === 'silence') return;
  if (scripted === 'reset') {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  const { status, headers = {}, body = '', cutAfterBytes } = scripted;
  const bytes = Buffer.from(body);
  const length = status === 204 || status === 304 ? {} : { 'content-length': String(bytes.byteLength) };
  outgoing.writeHead(status, { ...length, ...headers });
  if (cutAfterBytes === undefined) {
    outgoing.end(bytes);
    return;
  }
  outgoing.write(bytes.subarray(0, cutAfterBytes), () => outgoing.socket?.destroy());
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
