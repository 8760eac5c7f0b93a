import { createServer as createHttpServer } from 'node:http';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { collectBody } from './collect-body.ts';
import type { TransportRequest } from '../../../src/connection/transport/transport.ts';
import { ConnectorError } from '../../../src/errors/connector-error.ts';
import { setUpTransport as setUp } from './transport-set-up.ts';

const megabyte = 1024 * 1024;

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

  it.each([
    ['of ours', new ConnectorError('file-not-found', 'The file is gone.')],
    ['of the system', Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' })],
    ['that looks like one of the line', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
  ])('passes on an error %s of a source as it is', async (_whose, error) => {
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

  it('stops an upload that is refused before its end, and lets go of the source (A9)', async () => {
    const hasty = createHttpServer((_, outgoing) => {
      outgoing.writeHead(401);
      outgoing.end('no');
    });
    hasty.listen(0, '127.0.0.1');
    await once(hasty, 'listening');
    const { port } = hasty.address() as AddressInfo;
    let openedChunks = 0;
    let isReleased = false;
    const chunk = Buffer.alloc(1024 * 1024);
    const body = {
      contentType: 'text/csv',
      byteLength: 200 * chunk.byteLength,
      // eslint-disable-next-line @typescript-eslint/require-await
      open: async function* () {
        try {
          for (; openedChunks < 200; openedChunks += 1) yield chunk;
        } finally {
          isReleased = true;
        }
      },
    };
    await using set = await setUp(() => ({ status: 200 }));
    const url = new URL(`http://127.0.0.1:${port}`);
    const answer = await set.transport.exchange({ ...set.request, url, method: 'PUT', body });
    expect([answer.status, String(await collectBody(answer.body, 10))]).toEqual([401, 'no']);
    expect(openedChunks).toBeLessThan(200);
    await set.transport.close();
    expect(isReleased).toBe(true);
    hasty.closeAllConnections();
    hasty.close();
  });

  it('gives up on a host that does not answer', async () => {
    await using set = await setUp(() => 'silence', { answerTimeoutMs: 50 });
    await expect(set.transport.exchange(set.request)).rejects.toMatchObject({
      code: 'network-error',
      details: { networkCode: 'UND_ERR_HEADERS_TIMEOUT', failure: 'answer-lost' },
    });
  });

  it('gives up on a host that takes the connection and does not speak TLS', async () => {
    const mute = createServer();
    mute.listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo;
    await using set = await setUp(() => ({ status: 200 }), { connectTimeoutMs: 50 });
    const sent = set.transport.exchange({ ...set.request, url: new URL(`https://127.0.0.1:${port}`) });
    await expect(sent).rejects.toMatchObject({
      code: 'network-error',
      details: { networkCode: 'CONNECT_TIMEOUT', failure: 'not-sent' },
    });
    mute.close();
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
