import { getEventListeners, once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { setUpDownloads, sized, textOf, type DownloadSetUp } from './download-set-up.ts';

const megabyte = 1024 * 1024;
const unsizedHead = 'HTTP/1.1 200 OK\r\n\r\n';
const ways = ['the signal aborts', 'the client closes'] as const;

/** One of the two ways to end a download from our side. */
function ending(way: (typeof ways)[number], set: DownloadSetUp): { signal: AbortSignal; end: () => void } {
  const stop = new AbortController();
  return {
    signal: stop.signal,
    end: () => {
      if (way === 'the signal aborts') stop.abort();
      else set.client.close();
    },
  };
}

/** A server that takes lines and says nothing on them. */
async function startMuteServer() {
  const sockets: Socket[] = [];
  const server = createServer((socket: Socket) => {
    sockets.push(socket.on('error', () => undefined));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    server,
    url: new URL(`https://127.0.0.1:${port}`),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

describe.each(ways)('a download ends at once when %s', (way) => {
  it('while it connects', async () => {
    await using mute = await startMuteServer();
    await using set = await setUpDownloads(sized(''));
    const { signal, end } = ending(way, set);
    const sent = set.client.get({ url: mute.url, headers: {}, signal });
    const connected = once(mute.server, 'connection');
    await Promise.all([expect(sent).rejects.toMatchObject({ code: 'CLOSED' }), connected.then(end)]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('in the same tick as it began', async () => {
    await using set = await setUpDownloads(sized(''));
    const { signal, end } = ending(way, set);
    const sent = set.get('/', signal);
    end();
    await expect(sent).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('before the head of its answer', async () => {
    let end = (): void => undefined;
    await using set = await setUpDownloads(() => {
      end();
    });
    const ended = ending(way, set);
    ({ end } = ended);
    await expect(set.get('/', ended.signal)).rejects.toMatchObject({ code: 'CLOSED' });
    expect(getEventListeners(ended.signal, 'abort')).toEqual([]);
  });

  it.each([
    ['a sized body', `HTTP/1.1 200 OK\r\ncontent-length: 9999999\r\n\r\n`],
    ['a body up to the end of the line, which is not complete', unsizedHead],
  ])('while somebody waits for more of %s', async (_what, head) => {
    await using set = await setUpDownloads(`${head}first`);
    const { signal, end } = ending(way, set);
    const { body } = await set.get('/', signal);
    await body.next();
    const next = body.next();
    end();
    await expect(next).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(body.next(), 'asking again').rejects.toMatchObject({ code: 'CLOSED' });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('between two chunks that came together', async () => {
    const chunks = '1\r\nx\r\n'.repeat(100);
    await using set = await setUpDownloads(
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`,
    );
    const { signal, end } = ending(way, set);
    const { body } = await set.get('/', signal);
    await body.next();
    end();
    await expect(body.next()).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('between two chunks, although more has arrived', async () => {
    await using set = await setUpDownloads((socket) => {
      socket.write(unsizedHead);
      socket.write(Buffer.alloc(8 * megabyte));
    });
    const { signal, end } = ending(way, set);
    const { body } = await set.get('/', signal);
    await body.next();
    end();
    await expect(body.next()).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('between the head and the first chunk', async () => {
    await using set = await setUpDownloads(sized('here already'));
    const { signal, end } = ending(way, set);
    const { body } = await set.get('/', signal);
    end();
    await expect(body.next()).rejects.toMatchObject({ code: 'CLOSED' });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('and stays ended when the reader returns as well', async () => {
    await using set = await setUpDownloads(`${unsizedHead}first`);
    const { signal, end } = ending(way, set);
    const { body } = await set.get('/', signal);
    end();
    await body.return();
    expect(await body.next()).toEqual({ done: true, value: undefined });
    await body.return();
  });
});

describe('a download that nobody ends', () => {
  it('leaves no listener behind on a signal that many downloads share', async () => {
    await using set = await setUpDownloads(sized('x'));
    const { signal } = new AbortController();
    for (let round = 0; round < 50; round += 1) {
      const answer = await set.get('/', signal);
      if (round % 2 === 0) await textOf(answer);
      else await answer.body.return();
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('is not begun under a signal that has aborted', async () => {
    await using set = await setUpDownloads(sized('x'));
    await expect(set.get('/', AbortSignal.abort())).rejects.toMatchObject({ code: 'CLOSED' });
    expect(set.server.sockets.length).toBe(0);
  });

  it('wakes whoever waits for bytes when its reader returns', async () => {
    await using set = await setUpDownloads(`${unsizedHead}first`);
    const { body } = await set.get();
    await body.next();
    const next = body.next();
    const [outcome] = await Promise.all([next.catch((error: unknown) => error), body.return()]);
    expect(outcome).toMatchObject({ code: 'CLOSED' });
  });
});

describe('the time of a download', () => {
  it('is up for a host that takes the connection and does not speak TLS', async () => {
    await using mute = await startMuteServer();
    await using set = await setUpDownloads(sized(''), { connectTimeoutMs: 50 });
    const sent = set.client.get({ url: mute.url, headers: {} });
    await expect(sent).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' });
  });

  it('is up for a host that says nothing', async () => {
    await using set = await setUpDownloads('', { answerTimeoutMs: 50 });
    await expect(set.get()).rejects.toMatchObject({ code: 'ANSWER_TIMEOUT' });
  });

  it('is up for a host that stops in the middle, after what it has sent', async () => {
    await using set = await setUpDownloads(`${unsizedHead}first`, { idleTimeoutMs: 50 });
    const { body } = await set.get();
    expect((await body.next()).value?.length).toBe(5);
    await expect(body.next()).rejects.toMatchObject({ code: 'IDLE_TIMEOUT' });
  });

  it('does not run while the reader is busy, and runs again when the reader waits', async () => {
    let line: Socket | undefined;
    await using set = await setUpDownloads(
      (socket) => {
        line = socket;
        socket.write(`${unsizedHead}first`);
      },
      { idleTimeoutMs: 50 },
    );
    const { body } = await set.get();
    await body.next();
    // Busy for three times the limit, measured by downloads that each take one.
    await using clock = await setUpDownloads('', { answerTimeoutMs: 50 });
    for (let round = 0; round < 3; round += 1) await clock.get().catch(() => undefined);
    line!.write('second');
    expect((await body.next()).value?.length).toBe(6);
    for (let round = 0; round < 3; round += 1) await clock.get().catch(() => undefined);
    await expect(body.next()).rejects.toMatchObject({ code: 'IDLE_TIMEOUT' });
  });

  it('begins anew with every byte', async () => {
    await using set = await setUpDownloads(
      (socket) => {
        socket.write(unsizedHead);
        let count = 0;
        const timer = setInterval(() => {
          count += 1;
          if (count < 12) socket.write('x');
          else {
            clearInterval(timer);
            socket.end();
          }
        }, 25);
      },
      { idleTimeoutMs: 200 },
    );
    expect(await textOf(await set.get())).toBe('x'.repeat(11));
  });
});
