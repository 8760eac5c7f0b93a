import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readRefusal } from '../../../src/connection/transport/refusal-body.ts';
import { closed } from '../../support/closed.ts';
import { setUpTransport } from './transport-set-up.ts';

const limits = { maxBytes: 1000, withinMs: 20_000 };

describe('the body of a refusal', () => {
  it('is read no longer than its limits', async () => {
    await using set = await setUpTransport(() => ({ status: 500, body: 'x'.repeat(5000) }));
    for (const way of ['exchange', 'carry'] as const) {
      const { body } = await set.transport[way](set.request);
      expect((await readRefusal(body, limits)).toString()).toBe('x'.repeat(1000));
    }
  });

  it.each(['exchange', 'carry'] as const)('that trickles is left after a while (%s)', async (way) => {
    const timers: NodeJS.Timeout[] = [];
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write('HTTP/1.1 500 No\r\ncontent-length: 999999\r\n\r\nstart');
        timers.push(setInterval(() => socket.write('.'), 10));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await using set = await setUpTransport(() => 'silence');
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const left = once(server, 'connection').then(async ([socket]) => {
      await closed(socket as Socket);
    });
    const { body } = await set.transport[way]({ ...set.request, url });
    expect((await readRefusal(body, { maxBytes: 1000, withinMs: 100 })).toString()).toMatch(/^start\.*$/u);
    await left;
    for (const timer of timers) clearInterval(timer);
    server.close();
  });

  it('is not read to the end for a caller who gave up', async () => {
    const stop = new AbortController();
    await using set = await setUpTransport(() => ({
      status: 500,
      body: 'x'.repeat(5000),
      cutAfterBytes: 10,
    }));
    const { body } = await set.transport.exchange({ ...set.request, signal: stop.signal });
    stop.abort();
    await expect(readRefusal(body, limits)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
