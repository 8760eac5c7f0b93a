import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { collectStart } from '../../../src/connection/transport/answer-body.ts';
import { collectBody } from './collect-body.ts';
import { setUpTransport as setUp } from './transport-set-up.ts';

const megabyte = 1024 * 1024;

/** Bytes that do not compress, the same every time. */
function noise(byteLength: number): Buffer {
  return createHash('shake256', { outputLength: byteLength }).update('noise').digest();
}

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

describe('the start of a body', () => {
  it('is kept although its chunks are lent, and no longer than asked for', async () => {
    let isLeft = false;
    async function* lent() {
      const memory = Buffer.alloc(4);
      try {
        for (let turn = 0; turn < 9; turn += 1) {
          await Promise.resolve();
          yield memory.fill(97 + turn);
        }
      } finally {
        isLeft = true;
      }
    }
    expect(String(await collectStart(lent(), 10))).toBe('aaaabbbbcc');
    expect(isLeft).toBe(true);
    expect(String(await collectStart(lent(), 100))).toHaveLength(36);
  });
});
