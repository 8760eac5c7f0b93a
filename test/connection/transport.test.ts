import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { collectBody } from '../../src/connection/answer-body.ts';
import { Transport, type TransportOptions, type TransportRequest } from '../../src/connection/transport.ts';
import { ConnectorError } from '../../src/errors/connector-error.ts';
import { startScriptedServer, type Script } from '../support/scripted-server.ts';

const megabyte = 1024 * 1024;

async function setUp(script: Script, options: Partial<TransportOptions> = {}) {
  const server = await startScriptedServer(script);
  const transport = new Transport({
    connectTimeoutMs: 2000,
    idleTimeoutMs: 2000,
    maxConcurrentRequests: 10,
    ...options,
  });
  const request: TransportRequest = {
    method: 'GET',
    url: new URL(server.origin),
    headers: {},
    call: 'GET it',
  };
  return {
    server,
    transport,
    request,
    async [Symbol.asyncDispose]() {
      await transport.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

function upload(chunks: readonly Uint8Array[], byteLength: number): TransportRequest['body'] {
  return {
    contentType: 'text/csv; charset=UTF-8',
    byteLength,
    // eslint-disable-next-line @typescript-eslint/require-await
    open: async function* () {
      yield* chunks;
    },
  };
}

/** Bytes that do not compress, the same every time. */
function noise(byteLength: number): Buffer {
  return createHash('shake256', { outputLength: byteLength }).update('noise').digest();
}

describe('an exchange', () => {
  it('hands over status, headers in lower case, and the bytes as they are', async () => {
    const body = Buffer.from('a\0b\r\n"é🔑"');
    await using set = await setUp(() => ({ status: 418, headers: { 'X-Answer': 'Yes' }, body }));
    const answer = await set.transport.exchange(set.request);
    expect(answer).toMatchObject({ status: 418, headers: { 'x-answer': 'Yes' } });
    expect(await collectBody(answer.body, 100)).toEqual(body);
  });

  it('uses a socket of those before it', async () => {
    await using set = await setUp(() => ({ status: 200, body: 'x' }));
    for (let round = 0; round < 20; round += 1) {
      await collectBody((await set.transport.exchange(set.request)).body, 1);
    }
    // The reader may be a moment ahead of the pool, which then opens a second one.
    expect(set.server.socketCount).toBeLessThanOrEqual(2);
  });

  it('follows no redirect', async () => {
    await using set = await setUp(() => ({ status: 307, headers: { location: '/elsewhere' } }));
    const answer = await set.transport.exchange(set.request);
    expect(answer.status).toBe(307);
    await answer.body.return();
    expect(set.server.requests.length).toBe(1);
  });

  it('uploads with a content-length and every byte in order (B20)', async () => {
    const chunks = Array.from({ length: 30 }, (_, index) => Buffer.alloc(100_003, 97 + (index % 26)));
    const byteLength = 30 * 100_003;
    await using set = await setUp(() => ({ status: 201 }));
    const answer = await set.transport.exchange({
      ...set.request,
      method: 'PUT',
      body: upload(chunks, byteLength),
    });
    await answer.body.return();
    const [received] = set.server.requests;
    expect(received?.headers).toMatchObject({
      'content-length': String(byteLength),
      'content-type': 'text/csv; charset=UTF-8',
    });
    expect(received?.headers['transfer-encoding']).toBeUndefined();
    expect(received?.body.equals(Buffer.concat(chunks))).toBe(true);
    expect(set.transport.traffic.bytesSent).toBe(byteLength);
  });

  it('uploads nothing as a body of length 0', async () => {
    await using set = await setUp(() => ({ status: 201 }));
    const answer = await set.transport.exchange({ ...set.request, method: 'PUT', body: upload([], 0) });
    await answer.body.return();
    expect(set.server.requests[0]?.headers['content-length']).toBe('0');
  });

  it.each([
    ['fewer', 11],
    ['more', 9],
  ])('fails when the source has %s bytes than it said', async (_word, byteLength) => {
    await using set = await setUp(() => ({ status: 201 }));
    const sent = set.transport.exchange({
      ...set.request,
      method: 'PUT',
      body: upload([Buffer.alloc(5), Buffer.alloc(5)], byteLength),
    });
    await expect(sent).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('passes on the error of a source as it is', async () => {
    const error = new ConnectorError('file-not-found', 'The file is gone.');
    await using set = await setUp(() => ({ status: 201 }));
    const body = {
      contentType: 'text/csv',
      byteLength: 10,
      // eslint-disable-next-line @typescript-eslint/require-await
      open: async function* () {
        yield Buffer.alloc(5);
        throw error;
      },
    };
    await expect(set.transport.exchange({ ...set.request, method: 'PUT', body })).rejects.toBe(error);
  });

  it('gives up on a host that does not answer', async () => {
    await using set = await setUp(() => 'silence', { idleTimeoutMs: 50 });
    await expect(set.transport.exchange(set.request)).rejects.toMatchObject({
      code: 'network-error',
      details: { networkCode: 'UND_ERR_HEADERS_TIMEOUT', failure: 'answer-lost' },
    });
  });

  it('knows that nothing was sent when nobody listens', async () => {
    await using set = await setUp(() => 'silence');
    await set.server[Symbol.asyncDispose]();
    await expect(set.transport.exchange(set.request)).rejects.toMatchObject({
      code: 'network-error',
      details: { networkCode: 'ECONNREFUSED', failure: 'not-sent', call: 'GET it' },
    });
  });

  it('ends at once when its signal aborts', async () => {
    const stop = new AbortController();
    const reason = new TypeError('enough');
    await using set = await setUp(() => {
      stop.abort(reason);
      return 'silence';
    });
    await expect(set.transport.exchange({ ...set.request, signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
      cause: reason,
    });
  });

  it('is not begun under a signal that has aborted', async () => {
    await using set = await setUp(() => ({ status: 200 }));
    const sent = set.transport.exchange({ ...set.request, signal: AbortSignal.abort() });
    await expect(sent).rejects.toMatchObject({ code: 'cancelled' });
    expect(set.server.requests).toEqual([]);
  });

  it('ends with the transport, which cannot be used again', async () => {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<undefined>();
    await using set = await setUp(() => {
      arrive(undefined);
      return 'silence';
    });
    const sent = set.transport.exchange(set.request);
    await arrived;
    await Promise.all([expect(sent).rejects.toMatchObject({ code: 'cancelled' }), set.transport.close()]);
    await expect(set.transport.exchange(set.request)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the body of an answer', () => {
  it('comes decompressed when it travelled as gzip, and is counted as it travelled', async () => {
    const text = '"001","Ada"\n'.repeat(50_000);
    const body = gzipSync(text);
    await using set = await setUp(() => ({ status: 200, headers: { 'content-encoding': 'gzip' }, body }));
    const answer = await set.transport.exchange(set.request);
    expect(String(await collectBody(answer.body, megabyte))).toBe(text);
    expect(set.transport.traffic.bytesReceived).toBe(body.byteLength);
  });

  it.each([
    ['is cut', { cutAfterBytes: 1000 }],
    ['is no gzip', { body: 'plain text' }],
    ['ends too early', { body: gzipSync(noise(50_000)).subarray(0, 40_000) }],
  ])('fails when its gzip %s', async (_what, changes) => {
    const body = gzipSync(noise(50_000));
    await using set = await setUp(() => ({
      status: 200,
      headers: { 'content-encoding': 'gzip' },
      body,
      ...changes,
    }));
    const answer = await set.transport.exchange(set.request);
    await expect(collectBody(answer.body, megabyte)).rejects.toMatchObject({ code: 'network-error' });
  });

  it('fails when the host breaks off, after what had arrived', async () => {
    await using set = await setUp(() => ({ status: 200, body: Buffer.alloc(megabyte), cutAfterBytes: 1000 }));
    const answer = await set.transport.exchange(set.request);
    expect((await answer.body.next()).value?.byteLength).toBe(1000);
    await expect(answer.body.next()).rejects.toMatchObject({
      code: 'network-error',
      details: { failure: 'answer-lost' },
    });
    await expect(answer.body.next()).rejects.toMatchObject({ code: 'network-error' });
  });

  it('fails with cancelled when the signal aborts in the middle', async () => {
    const stop = new AbortController();
    await using set = await setUp(() => ({ status: 200, body: Buffer.alloc(50 * megabyte) }));
    const answer = await set.transport.exchange({ ...set.request, signal: stop.signal });
    await answer.body.next();
    stop.abort();
    await expect(collectBody(answer.body, 50 * megabyte)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is read no faster than the reader pulls', async () => {
    const totalChunks = 100;
    let sentChunks = 0;
    const server = createServer((_, outgoing) => {
      void (async () => {
        outgoing.writeHead(200);
        for (; sentChunks < totalChunks; sentChunks += 1) {
          if (!outgoing.write(Buffer.alloc(megabyte))) await once(outgoing, 'drain');
        }
        outgoing.end();
      })().catch(() => undefined);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await using set = await setUp(() => ({ status: 204 }));
    const answer = await set.transport.exchange({ ...set.request, url: new URL(`http://127.0.0.1:${port}`) });

    // Other exchanges give the large one time to move; it is stuck once ten of them pass without a chunk leaving.
    for (let quiet = 0; quiet < 10;) {
      const before = sentChunks;
      await (await set.transport.exchange(set.request)).body.return();
      quiet = sentChunks === before ? quiet + 1 : 0;
    }
    expect(sentChunks).toBeLessThan(totalChunks / 2);
    expect((await collectBody(answer.body, totalChunks * megabyte)).byteLength).toBe(totalChunks * megabyte);
    server.close();
  });

  it.each([
    ['plain', {}],
    ['compressed', { 'content-encoding': 'gzip' }],
  ])('closes the socket when the reader breaks off a %s one', async (_kind, headers) => {
    const { promise: closed, resolve: close } = Promise.withResolvers<undefined>();
    const body = gzipSync(noise(megabyte));
    const server = createServer((_, outgoing) => {
      outgoing.on('close', () => {
        close(undefined);
      });
      // More is promised than ever comes, so the answer cannot end by itself.
      outgoing.writeHead(200, { ...headers, 'content-length': String(20 * megabyte) });
      outgoing.write(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await using set = await setUp(() => 'silence');
    const answer = await set.transport.exchange({ ...set.request, url: new URL(`http://127.0.0.1:${port}`) });
    for await (const chunk of answer.body) {
      expect(chunk.byteLength).toBeGreaterThan(0);
      break;
    }
    expect(await answer.body.next()).toEqual({ done: true, value: undefined });
    await closed;
    server.close();
  });

  it('is refused when it is longer than the reader takes', async () => {
    await using set = await setUp(() => ({ status: 200, body: Buffer.alloc(101) }));
    const answer = await set.transport.exchange(set.request);
    await expect(collectBody(answer.body, 100)).rejects.toMatchObject({ code: 'unexpected-response' });
  });
});

describe('the limit of concurrent requests', () => {
  it('holds back what is too much and lets everything through in the end', async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    await using bystander = await setUp(() => ({ status: 204 }));
    await using set = await setUp(
      async () => {
        const { promise, resolve } = Promise.withResolvers<undefined>();
        waiting.push(() => {
          resolve(undefined);
        });
        if (waiting.length === 3) {
          // Time enough for a fourth to arrive, if it were let through.
          for (let round = 0; round < 10; round += 1) {
            await (await bystander.transport.exchange(bystander.request)).body.return();
          }
          most = Math.max(most, waiting.length);
          for (const leave of waiting.splice(0)) leave();
        }
        await promise;
        return { status: 200 };
      },
      { maxConcurrentRequests: 3 },
    );
    const answers = await Promise.all(Array.from({ length: 21 }, () => set.transport.exchange(set.request)));
    for (const { body } of answers) await body.return();
    expect(most).toBe(3);
    expect(set.server.requests.length).toBe(21);
  });

  it('does not count a body that is being read, so that reading and writing cannot block each other', async () => {
    await using set = await setUp(() => ({ status: 200, body: Buffer.alloc(20 * megabyte) }), {
      maxConcurrentRequests: 1,
    });
    const first = await set.transport.exchange(set.request);
    await first.body.next();
    const second = await set.transport.exchange(set.request);
    expect(second.status).toBe(200);
    await first.body.return();
    await second.body.return();
  });
});
