import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Transport, type TransportOptions } from '../../../src/connection/transport/transport.ts';
import { ways } from './proxy/proxied-set-up.ts';

const megabyte = 1024 * 1024;

/** A server that does what the test says with the bytes of each line, and a transport with long limits. */
async function setUp(onSocket: (socket: Socket) => void, options: Partial<TransportOptions> = {}) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    onSocket(socket);
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
    transport,
    request: { method: 'GET', url, headers: {}, call: 'GET it' } as const,
    async [Symbol.asyncDispose]() {
      await transport.close();
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function upload(byteLength: number, chunkBytes = 64 * 1024) {
  return {
    contentType: 'text/csv',
    byteLength,
    // eslint-disable-next-line @typescript-eslint/require-await
    open: async function* () {
      for (let left = byteLength; left > 0; left -= chunkBytes)
        yield Buffer.alloc(Math.min(left, chunkBytes));
    },
  };
}

async function lengthOf(body: AsyncIterable<Uint8Array>): Promise<number> {
  let byteLength = 0;
  for await (const chunk of body) byteLength += chunk.byteLength;
  return byteLength;
}

describe('the time of a request whose body is sent whole', () => {
  it.each([
    ['JSON', { json: { a: 1 } }],
    ['a text', { contentType: 'text/xml', text: '<a/>' }],
  ])('is up like that of one without, for %s', async (_what, body) => {
    await using set = await setUp(() => undefined, { answerTimeoutMs: 60, idleTimeoutMs: 60_000 });
    await expect(set.transport.exchange({ ...set.request, method: 'POST', body })).rejects.toMatchObject({
      code: 'network-error',
      message: expect.stringContaining('`answerTimeoutSeconds`'),
    });
  });
});

describe.each(ways)('the time of %s', (way) => {
  it('is up when no answer begins', async () => {
    await using set = await setUp(() => undefined, { answerTimeoutMs: 60 });
    await expect(set.transport[way](set.request)).rejects.toMatchObject({
      code: 'network-error',
      message: expect.stringContaining('no answer began within 0.06 seconds (`answerTimeoutSeconds`)'),
      details: { failure: 'answer-lost', fields: ['answerTimeoutSeconds'] },
    });
  });

  it('is not up as long as an answer takes that the idle timeout would not wait for', async () => {
    await using set = await setUp(
      (socket) => {
        socket.once('data', () => {
          // Three times the idle timeout, measured by other sockets that reach it.
          setTimeout(() => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx'), 180);
        });
      },
      { idleTimeoutMs: 60 },
    );
    const { body } = await set.transport[way](set.request);
    expect(await lengthOf(body)).toBe(1);
  });

  it('is up when a body stops in the middle, after what had come', async () => {
    await using set = await setUp(
      (socket) => {
        socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nfirst'));
      },
      { idleTimeoutMs: 60 },
    );
    const { body } = await set.transport[way](set.request);
    expect((await body.next()).value?.byteLength).toBe(5);
    await expect(body.next()).rejects.toMatchObject({
      code: 'network-error',
      message: expect.stringContaining('no further byte within 0.06 seconds (`idleTimeoutSeconds`)'),
      details: { failure: 'answer-lost', fields: ['idleTimeoutSeconds'] },
    });
  });

  it('begins anew with every byte of a body', async () => {
    await using set = await setUp(
      (socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n');
          let count = 0;
          const timer = setInterval(() => {
            socket.write('x');
            count += 1;
            if (count === 12) clearInterval(timer);
          }, 30);
        });
      },
      { idleTimeoutMs: 250 },
    );
    const { body } = await set.transport[way](set.request);
    expect(await lengthOf(body)).toBe(12);
  });

  it('is up when there is no TLS on the other side', async () => {
    await using set = await setUp(() => undefined, { connectTimeoutMs: 60 });
    const url = new URL(set.request.url.href.replace('http:', 'https:'));
    await expect(set.transport[way]({ ...set.request, url })).rejects.toMatchObject({
      message: expect.stringContaining('within 0.06 seconds (`connectTimeoutSeconds`)'),
      details: { failure: 'not-sent', fields: ['connectTimeoutSeconds'] },
    });
  });
});

describe('the time of an upload', () => {
  it('is up when the other end takes no more of it', async () => {
    await using set = await setUp((socket) => socket.pause(), {
      idleTimeoutMs: 150,
      answerTimeoutMs: 20_000,
    });
    const sent = set.transport.exchange({ ...set.request, method: 'PUT', body: upload(64 * megabyte) });
    await expect(sent).rejects.toMatchObject({
      code: 'network-error',
      message: expect.stringContaining('stopped taking the upload'),
      details: { networkCode: 'UPLOAD_STALLED', failure: 'answer-lost', fields: ['idleTimeoutSeconds'] },
    });
  });

  it('is not up while the other end takes it slowly', async () => {
    const byteLength = 12 * megabyte;
    let received = 0;
    await using set = await setUp(
      (socket) => {
        socket.on('data', (chunk: Buffer) => {
          received += chunk.length;
          socket.pause();
          setTimeout(() => socket.resume(), 5);
          if (received >= byteLength) socket.end('HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n');
        });
      },
      { idleTimeoutMs: 400, answerTimeoutMs: 400 },
    );
    const answer = await set.transport.exchange({ ...set.request, method: 'PUT', body: upload(byteLength) });
    expect(answer.status).toBe(201);
    await answer.body.return();
    expect(received).toBeGreaterThan(byteLength);
  });

  it('waits for the answer after the last byte as for any other', async () => {
    await using set = await setUp((socket) => socket.resume(), { idleTimeoutMs: 40, answerTimeoutMs: 80 });
    const sent = set.transport.exchange({ ...set.request, method: 'PUT', body: upload(1000) });
    await expect(sent).rejects.toMatchObject({ details: { fields: ['answerTimeoutSeconds'] } });
  });
});
