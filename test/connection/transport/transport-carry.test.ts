import { getEventListeners } from 'node:events';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { Transport, type TransportAnswer } from '../../../src/connection/transport/transport.ts';
import { makeIdentity } from './download/identity.ts';
import { startLineServer, type Identity } from './download/line-server.ts';
import { setUpTransport as setUp } from './transport-set-up.ts';

const megabyte = 1024 * 1024;

/** All of a body whose chunks are lent, copied. */
async function bytesOf({ body }: TransportAnswer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

describe('a carried answer', () => {
  it('has status, headers and bytes like an exchanged one, and is counted', async () => {
    const body = randomBytes(3 * megabyte);
    await using set = await setUp(() => ({ status: 200, headers: { 'X-Answer': 'Yes' }, body }));
    const answer = await set.transport.carry(set.request);
    expect(answer).toMatchObject({ status: 200, headers: { 'x-answer': 'Yes' } });
    expect((await bytesOf(answer)).equals(body)).toBe(true);
    expect(set.transport.traffic).toEqual({ bytesSent: 0, bytesReceived: body.length });
  });

  it('is of any status, and no redirect is followed', async () => {
    await using set = await setUp(() => ({ status: 307, headers: { location: '/elsewhere' } }));
    const answer = await set.transport.carry(set.request);
    expect([answer.status, (await bytesOf(answer)).length, set.server.requests.length]).toEqual([307, 0, 1]);
  });

  it('uses one socket for one answer after the other', async () => {
    await using set = await setUp(() => ({ status: 200, body: 'x' }));
    for (let round = 0; round < 20; round += 1) await bytesOf(await set.transport.carry(set.request));
    expect(set.server.socketCount).toBe(1);
  });

  it('fails with cancelled when the transport closes while it is read', async () => {
    await using set = await setUp(() => ({ status: 200, body: Buffer.alloc(20 * megabyte) }));
    const { signal } = new AbortController();
    const { body } = await set.transport.carry({ ...set.request, signal });
    await body.next();
    await set.transport.close();
    await expect(body.next()).rejects.toMatchObject({ code: 'cancelled' });
    await expect(set.transport.carry(set.request)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('fails with cancelled and the reason when its signal aborts while it is read', async () => {
    await using set = await setUp(() => ({ status: 200, body: Buffer.alloc(20 * megabyte) }));
    const stop = new AbortController();
    const { body } = await set.transport.carry({ ...set.request, signal: stop.signal });
    await body.next();
    const reason = new TypeError('enough');
    stop.abort(reason);
    await expect(body.next()).rejects.toMatchObject({ code: 'cancelled', cause: reason });
  });

  it('is not begun when the transport closed while it queued', async () => {
    await using set = await setUp(() => 'silence', { maxConcurrentRequests: 1 });
    const first = set.transport.carry(set.request);
    const second = set.transport.carry(set.request);
    await Promise.all([
      expect(first).rejects.toMatchObject({ code: 'cancelled' }),
      expect(second).rejects.toMatchObject({ code: 'cancelled' }),
      set.transport.close(),
    ]);
  });

  it('leaves no listener behind on a signal that many answers share', async () => {
    await using set = await setUp(() => ({ status: 200, body: 'x' }));
    const { signal } = new AbortController();
    for (let round = 0; round < 30; round += 1) {
      await bytesOf(await set.transport.carry({ ...set.request, signal }));
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('does not take a slot while it is read', async () => {
    await using set = await setUp(() => ({ status: 200, body: Buffer.alloc(20 * megabyte) }), {
      maxConcurrentRequests: 1,
    });
    const first = await set.transport.carry(set.request);
    await first.body.next();
    const second = await set.transport.carry(set.request);
    expect(second.status).toBe(200);
    await first.body.return();
    await second.body.return();
  });

  it.each([
    ['a socket that dies', 'reset', 'ECONNRESET', 'answer-lost'],
    ['a host that says nothing', 'silence', 'ANSWER_TIMEOUT', 'answer-lost'],
  ] as const)('fails with network-error for %s', async (_what, reply, networkCode, failure) => {
    await using set = await setUp(() => reply, { answerTimeoutMs: 50 });
    await expect(set.transport.carry(set.request)).rejects.toMatchObject({
      code: 'network-error',
      details: { call: 'GET it', networkCode, failure },
    });
  });

  it('knows that nothing was sent when nobody listens', async () => {
    await using set = await setUp(() => 'silence');
    await set.server[Symbol.asyncDispose]();
    await expect(set.transport.carry(set.request)).rejects.toMatchObject({
      details: { networkCode: 'ECONNREFUSED', failure: 'not-sent' },
    });
  });

  it('fails in its body when it is cut there', async () => {
    await using set = await setUp(() => ({ status: 200, body: 'x'.repeat(100), cutAfterBytes: 50 }));
    const answer = await set.transport.carry(set.request);
    await expect(bytesOf(answer)).rejects.toMatchObject({
      code: 'network-error',
      details: { failure: 'answer-lost' },
    });
  });

  it('is neither sent nor tried again with a header that cannot be sent', async () => {
    await using set = await setUp(() => ({ status: 200 }));
    const request = { ...set.request, headers: { authorization: 'Bearer Canary\r\nx: y' } };
    for (const sent of [set.transport.carry(request), set.transport.exchange(request)]) {
      const error: unknown = await sent.catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'network-error', details: { failure: 'unreachable' } });
      expect(String(error)).not.toContain('Canary');
    }
    expect(set.server.requests).toEqual([]);
  });
});

describe('a compressed answer that is carried', () => {
  const gzip = { 'content-encoding': 'gzip' };

  it('comes decompressed and is counted compressed', async () => {
    const plain = Buffer.from(Array.from({ length: 400_000 }, (_, row) => `${row},"some text"\n`).join(''));
    const body = gzipSync(plain);
    await using set = await setUp(() => ({ status: 200, headers: gzip, body }));
    expect((await bytesOf(await set.transport.carry(set.request))).equals(plain)).toBe(true);
    expect(set.transport.traffic.bytesReceived).toBe(body.length);
  });

  it('may be larger than all buffers and come in any pieces, as its bytes are lent', async () => {
    const plain = randomBytes(6 * megabyte);
    await using set = await setUp(() => ({
      status: 200,
      headers: gzip,
      body: gzipSync(plain, { level: 1 }),
    }));
    expect((await bytesOf(await set.transport.carry(set.request))).equals(plain)).toBe(true);
    expect((await bytesOf(await set.transport.carry(set.request))).equals(plain)).toBe(true);
    expect(set.server.socketCount).toBe(1);
  });

  it.each([200, 204])('may have no bytes at all (%i)', async (status) => {
    await using set = await setUp(() => ({ status, headers: gzip }));
    expect((await bytesOf(await set.transport.carry(set.request))).length).toBe(0);
  });

  it.each([
    ['cut', gzipSync('x'.repeat(1000)).subarray(0, 20)],
    ['no gzip', Buffer.from('plain text')],
  ])('fails with network-error when its data is %s', async (_what, body) => {
    await using set = await setUp(() => ({ status: 200, headers: gzip, body }));
    const answer = await set.transport.carry(set.request);
    await expect(bytesOf(answer)).rejects.toMatchObject({
      code: 'network-error',
      details: { failure: 'answer-lost' },
    });
  });

  it('fails with the failure of its line when that is cut', async () => {
    const body = gzipSync(randomBytes(100_000));
    await using set = await setUp(() => ({ status: 200, headers: gzip, body, cutAfterBytes: 50_000 }));
    const answer = await set.transport.carry(set.request);
    await expect(bytesOf(answer)).rejects.toMatchObject({ details: { networkCode: 'ANSWER_CUT' } });
  });

  it('lets go of its socket when the reader leaves early', async () => {
    const closed = Promise.withResolvers<undefined>();
    const body = gzipSync(randomBytes(20 * megabyte), { level: 0 });
    await using server = await startLineServer((socket) => {
      socket.once('close', () => {
        closed.resolve(undefined);
      });
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`);
      socket.write(body);
    });
    await using set = await setUp(() => ({ status: 200 }));
    const answer = await set.transport.carry({ ...set.request, url: new URL(server.origin) });
    await answer.body.next();
    // Time enough for everything to be full: the next chunk inflated, the one after it waiting.
    for (let round = 0; round < 50; round += 1) await bytesOf(await set.transport.carry(set.request));
    await answer.body.return();
    await closed.promise;
    expect(server.sockets.length).toBe(1);
  });
});

describe('an org behind a certificate', () => {
  let identity: Identity;
  beforeAll(async () => {
    identity = await makeIdentity('127.0.0.1');
  });
  const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi';
  const options = {
    connectTimeoutMs: 2000,
    answerTimeoutMs: 2000,
    idleTimeoutMs: 2000,
    maxConcurrentRequests: 2,
  };

  it.each(['carry', 'exchange'] as const)('that nobody vouches for is never reached (%s)', async (way) => {
    await using server = await startLineServer((socket) => socket.write(answer), { identity });
    const transport = new Transport(options);
    const sent = transport[way]({ method: 'GET', url: new URL(server.origin), headers: {}, call: 'GET it' });
    const error: unknown = await sent.catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'network-error',
      message: expect.stringContaining('GET it failed on the network: self-signed certificate'),
      details: { networkCode: 'DEPTH_ZERO_SELF_SIGNED_CERT', failure: 'unreachable' },
      nextSteps: expect.arrayContaining([expect.stringContaining('NODE_EXTRA_CA_CERTS')]),
    });
    expect(server.requests).toEqual([]);
    await transport.close();
  });

  it.each(['carry', 'exchange'] as const)('is reached with its authority (%s)', async (way) => {
    await using server = await startLineServer((socket) => socket.write(answer), { identity });
    const transport = new Transport({ ...options, tls: { ca: identity.cert } });
    const sent = await transport[way]({
      method: 'GET',
      url: new URL(server.origin),
      headers: {},
      call: 'GET it',
    });
    expect(String(await bytesOf(sent))).toBe('hi');
    await transport.close();
  });
});
