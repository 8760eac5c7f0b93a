import { Transport, type TransportOptions } from '../../../../src/connection/transport/transport.ts';
import {
  startConnectProxy,
  type ConnectProxy,
  type ConnectProxyOptions,
} from '../../../support/connect-proxy.ts';
import { startScriptedServer, type Script, type ScriptedServer } from '../../../support/scripted-server.ts';
import { startTlsFront } from '../../../support/tls-front.ts';
import type { Identity } from '../download/line-server.ts';

/** Two ways to send a GET. */
export const ways = ['exchange', 'carry'] as const;

/** What a test chooses. */
export interface ProxiedOptions {
  /** Of the host `org.example`, which then speaks TLS; without it plain HTTP. */
  readonly identity?: Identity;
  readonly proxy?: Omit<ConnectProxyOptions, 'ports'>;
  readonly transport?: (proxy: ConnectProxy) => Partial<TransportOptions>;
}

/** A transport, a proxy, and behind it a host that only the proxy can find. */
export interface ProxiedSetUp extends AsyncDisposable {
  readonly proxy: ConnectProxy;
  readonly server: ScriptedServer;
  readonly transport: Transport;
  /** Sends a GET in one of the two ways and reads its answer. */
  get(way: (typeof ways)[number], signal?: AbortSignal): Promise<{ status: number; bytes: Buffer }>;
}

/** Starts all of it; the transport is told the proxy by its fields, unless the test says otherwise. */
export async function setUpProxied(script: Script, options: ProxiedOptions = {}): Promise<ProxiedSetUp> {
  const { identity } = options;
  const stack = new AsyncDisposableStack();
  const server = stack.use(await startScriptedServer(script));
  const plainPort = Number(new URL(server.origin).port);
  const front = identity === undefined ? undefined : stack.use(await startTlsFront(plainPort, identity));
  const proxy = stack.use(
    await startConnectProxy({
      ports: { 'org.example:443': front?.port ?? plainPort, 'org.example:80': plainPort },
      ...options.proxy,
    }),
  );
  const transport = new Transport({
    connectTimeoutMs: 5000,
    answerTimeoutMs: 5000,
    idleTimeoutMs: 5000,
    maxConcurrentRequests: 10,
    allowInsecureHttp: true,
    proxy: { url: proxy.url, bypass: [] },
    ...(identity === undefined ? {} : { tls: { ca: identity.cert } }),
    ...options.transport?.(proxy),
  });
  stack.defer(() => transport.close());
  const url = new URL(identity === undefined ? 'http://org.example/a?b=c' : 'https://org.example/a?b=c');
  return {
    proxy,
    server,
    transport,
    async get(way, signal) {
      const request = { url, headers: {}, call: 'GET it', signal };
      const answer = await (way === 'carry'
        ? transport.carry(request)
        : transport.exchange({ ...request, method: 'GET' }));
      const chunks: Buffer[] = [];
      for await (const chunk of answer.body) chunks.push(Buffer.from(chunk));
      return { status: answer.status, bytes: Buffer.concat(chunks) };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
