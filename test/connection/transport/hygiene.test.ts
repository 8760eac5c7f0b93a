import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { Transport, type TransportOptions } from '../../../src/connection/transport/transport.ts';
import { closed } from '../../support/closed.ts';
import { makeIdentity } from './download/identity.ts';
import type { Identity } from './download/line-server.ts';
import { setUpProxied, ways } from './proxy/proxied-set-up.ts';

let identity: Identity;

beforeAll(async () => {
  identity = await makeIdentity('org.example');
});

const okay = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

interface Lines extends AsyncDisposable {
  readonly server: Server;
  readonly transport: Transport;
  readonly request: {
    readonly method: 'GET';
    readonly url: URL;
    readonly headers: object;
    readonly call: string;
  };
  readonly sockets: readonly Socket[];
  /** Resolves when clients hold no line any more; the test times out if they keep one. */
  none(): Promise<void>;
}

/** A server that does what the test says when a request has come, told which one it is, and a transport to it. */
async function setUp(
  onRequest: (socket: Socket, count: number) => void,
  options: Partial<TransportOptions> = {},
) {
  const sockets: Socket[] = [];
  let count = 0;
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    socket.on('data', () => {
      count += 1;
      onRequest(socket, count);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const transport = new Transport({
    connectTimeoutMs: 20_000,
    answerTimeoutMs: 20_000,
    idleTimeoutMs: 20_000,
    maxConcurrentRequests: 10,
    ...options,
  });
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    server,
    transport,
    sockets,
    request: { method: 'GET', url, headers: {}, call: 'GET it' } as const,
    none: () => untilClosed(sockets),
    async [Symbol.asyncDispose]() {
      await transport.close();
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  } satisfies Lines;
}

/** Hears of the end of every line as the server sees it. */
async function untilClosed(sockets: readonly Socket[]): Promise<void> {
  for (const socket of sockets) await closed(socket);
}

async function read(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of body) text += Buffer.from(chunk).toString('latin1');
  return text;
}

describe.each(ways)('a kept line of %s', (way) => {
  it('that the other end has closed is replaced without a word', async () => {
    await using set = await setUp((socket) => socket.write(okay));
    for (let round = 1; round <= 5; round += 1) {
      expect(await read((await set.transport[way](set.request)).body)).toBe('ok');
      const socket = set.sockets.at(-1)!;
      socket.end();
      // The end has arrived on our side when our own comes back.
      await closed(socket);
    }
    expect(set.sockets.length).toBe(5);
  });

  it('that dies under a request is a lost answer: nobody knows what the host did', async () => {
    await using set = await setUp((socket, count) => {
      if (count === 1) socket.write(okay);
      else socket.resetAndDestroy();
    });
    await read((await set.transport[way](set.request)).body);
    await expect(set.transport[way](set.request)).rejects.toMatchObject({
      code: 'network-error',
      details: { failure: 'answer-lost' },
    });
  });

  it('does not outlive an answer that its reader leaves', async () => {
    await using set = await setUp((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 999999\r\n\r\nfirst`),
    );
    const { body } = await set.transport[way](set.request);
    await body.next();
    await body.return();
    await set.none();
  });

  it('is one of no more than ever ran at once', async () => {
    await using set = await setUp((socket) => socket.write(okay), { maxConcurrentRequests: 3 });
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(
        Array.from({ length: 20 }, async () => read((await set.transport[way](set.request)).body)),
      );
    }
    const open = set.sockets.filter(({ closed }) => !closed).length;
    // A body is still on its way to the reader when the next request begins.
    expect(open).toBeLessThanOrEqual(6);
  });

  it('ends with the transport', async () => {
    await using set = await setUp((socket) => socket.write(okay));
    await read((await set.transport[way](set.request)).body);
    await set.transport.close();
    await set.none();
  });
});

describe.each(ways)('a process that is done with %s', (way) => {
  it('ends although a line is kept for later', async () => {
    await using set = await setUp((socket) => socket.write(okay));
    const module = new URL('../../../src/connection/transport/transport.ts', import.meta.url).href;
    const program = `
      const { Transport } = await import(${JSON.stringify(module)});
      const limits = { connectTimeoutMs: 60000, answerTimeoutMs: 60000, idleTimeoutMs: 60000 };
      const transport = new Transport({ ...limits, maxConcurrentRequests: 2 });
      const request = { method: 'GET', url: new URL(${JSON.stringify(set.request.url)}), headers: {}, call: 'GET it' };
      for await (const chunk of (await transport[${JSON.stringify(way)}](request)).body) process.stdout.write(chunk);
      const endMs = performance.now();
      process.on('exit', () => console.log(performance.now() - endMs < 2000));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { timeout: 20_000 },
    );
    expect(stdout).toBe('oktrue\n');
  });
});

describe.each(ways)('giving up %s', (way) => {
  it('while it queues opens nothing', async () => {
    await using set = await setUp(() => undefined, { maxConcurrentRequests: 1 });
    const first = set.transport[way](set.request);
    const stop = new AbortController();
    const second = set.transport[way]({ ...set.request, signal: stop.signal });
    stop.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    await set.transport.close();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect(set.sockets.length).toBeLessThanOrEqual(1);
  });

  it('while it waits for TLS closes the line', async () => {
    await using set = await setUp(() => undefined);
    const stop = new AbortController();
    const url = new URL(set.request.url.href.replace('http:', 'https:'));
    const sent = set.transport[way]({ ...set.request, url, signal: stop.signal });
    const began = once(set.server, 'connection');
    await Promise.all([
      expect(sent).rejects.toMatchObject({ code: 'cancelled' }),
      began.then(() => {
        stop.abort();
      }),
    ]);
    await set.none();
  });

  it('while it waits for a tunnel closes the line to the proxy', async () => {
    await using set = await setUpProxied(() => ({ status: 200 }), {
      identity,
      proxy: { refusal: 'silence' },
      transport: () => ({ connectTimeoutMs: 20_000 }),
    });
    const stop = new AbortController();
    const sent = set.get(way, stop.signal);
    const aborted = set.proxy.firstAsked.then(() => {
      stop.abort();
    });
    await Promise.all([expect(sent).rejects.toMatchObject({ code: 'cancelled' }), aborted]);
    await set.proxy.allClosed();
  });

  it('while it waits for the head closes the line, and only that', async () => {
    const stop = new AbortController();
    await using set = await setUp((_socket, count) => {
      if (count === 2) stop.abort();
      if (count === 3) for (const each of set.sockets) if (!each.closed) each.write(okay);
    });
    const other = set.transport[way](set.request);
    await once(set.server, 'connection');
    const sent = set.transport[way]({ ...set.request, signal: stop.signal });
    await expect(sent).rejects.toMatchObject({ code: 'cancelled' });
    await closed(set.sockets[1]!);
    const third = set.transport[way](set.request);
    expect(await read((await other).body)).toBe('ok');
    expect(await read((await third).body)).toBe('ok');
  });

  it('in the middle of a body closes the line', async () => {
    await using set = await setUp((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 999999\r\n\r\nfirst`),
    );
    const stop = new AbortController();
    const { body } = await set.transport[way]({ ...set.request, signal: stop.signal });
    await body.next();
    stop.abort();
    await expect(body.next()).rejects.toMatchObject({ code: 'cancelled' });
    await set.none();
  });
});

describe('giving up an upload', () => {
  it('closes the line and lets go of the source', async () => {
    const stop = new AbortController();
    let isReleased = false;
    const chunk = Buffer.alloc(64 * 1024);
    const body = {
      contentType: 'text/csv',
      byteLength: 1000 * chunk.length,
      // eslint-disable-next-line @typescript-eslint/require-await
      open: async function* () {
        try {
          for (let count = 0; count < 1000; count += 1) yield chunk;
        } finally {
          isReleased = true;
        }
      },
    };
    await using set = await setUp((socket, count) => {
      if (count !== 20) return;
      socket.pause();
      stop.abort();
    });
    const sent = set.transport.exchange({ ...set.request, method: 'PUT', body, signal: stop.signal });
    await expect(sent).rejects.toMatchObject({ code: 'cancelled' });
    set.sockets[0]!.resume();
    await set.none();
    expect(isReleased).toBe(true);
  });
});
