import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { downloadClient, setUpDownloads, sized, textOf } from './download-set-up.ts';
import { startLineServer } from './line-server.ts';

/** Time enough for bytes that are under way on this machine: fifty downloads of somebody else. */
async function passTime(): Promise<void> {
  await using bystander = await setUpDownloads(sized('x'));
  for (let round = 0; round < 50; round += 1) await textOf(await bystander.get());
}

describe('the request of a download', () => {
  it('is a GET with path, query, host and the headers of the caller', async () => {
    await using set = await setUpDownloads(sized(''));
    const url = new URL('/a%20b?c=d%0D%0Ax', set.server.origin);
    await textOf(await set.client.get({ url, headers: { authorization: 'Bearer x', accept: 'text/csv' } }));
    expect(set.server.requests).toEqual([
      `GET /a%20b?c=d%0D%0Ax HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: Bearer x\r\naccept: text/csv\r\nconnection: keep-alive`,
    ]);
  });

  it('leaves out the user and the fragment of its address', async () => {
    await using set = await setUpDownloads(sized(''));
    const url = new URL('/x#part', set.server.origin.replace('//', '//user:secret@'));
    await textOf(await set.client.get({ url, headers: {} }));
    expect(set.server.requests[0]).not.toMatch(/user|secret|part/u);
  });

  it('leaves out headers that would frame a second request', async () => {
    await using set = await setUpDownloads(sized(''));
    const headers = {
      'Content-Length': '5',
      'transfer-encoding': 'chunked',
      Host: 'evil',
      Connection: 'close',
    };
    await textOf(await set.client.get({ url: new URL(set.server.origin), headers }));
    expect(set.server.requests[0]?.split('\r\n').map((line) => line.split(':')[0])).toEqual([
      'GET / HTTP/1.1',
      'host',
      'connection',
    ]);
    expect(set.server.requests[0]).not.toContain('evil');
  });

  it.each([
    ['a line break in a value', { accept: 'x\r\nhost: evil' }, 'BAD_HEADER'],
    ['a character beyond one byte', { accept: '\u{1f511}' }, 'BAD_HEADER'],
    ['a line break in a name', { 'x\r\nhost': 'evil' }, 'BAD_HEADER'],
  ])('is not sent, and no line opened, for %s', async (_what, headers, code) => {
    await using set = await setUpDownloads(sized(''));
    const url = new URL(set.server.origin);
    await expect(set.client.get({ url, headers: headers })).rejects.toMatchObject({
      code,
    });
    expect(set.server.sockets.length).toBe(0);
  });

  it('reaches a host by its IPv6 address', async () => {
    await using set = await setUpDownloads(sized('six'), { host: '::1' });
    expect(await textOf(await set.get())).toBe('six');
    expect(set.server.requests[0]).toContain(`host: [::1]:${new URL(set.server.origin).port}\r\n`);
  });

  it('reaches a host by its name', async () => {
    await using set = await setUpDownloads(sized('found'));
    const url = new URL(`http://localhost:${new URL(set.server.origin).port}`);
    expect(await textOf(await set.client.get({ url, headers: {} }))).toBe('found');
  });

  it('fails with the error of the socket when nobody listens', async () => {
    await using set = await setUpDownloads(sized(''));
    await set.server[Symbol.asyncDispose]();
    await expect(set.get()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('the line of a download', () => {
  it('is used again, one answer after the other', async () => {
    await using set = await setUpDownloads((socket, count) => socket.write(sized(`answer ${count}`)));
    for (let count = 1; count <= 20; count += 1) {
      expect(await textOf(await set.get())).toBe(`answer ${count}`);
    }
    expect(set.server.sockets.length).toBe(1);
  });

  it('is not shared by two downloads at a time', async () => {
    await using set = await setUpDownloads((socket) => socket.write(sized('x')));
    const answers = await Promise.all(Array.from({ length: 5 }, () => set.get()));
    for (const answer of answers) expect(await textOf(answer)).toBe('x');
    expect(set.server.sockets.length).toBe(5);
  });

  it('is not shared by two hosts', async () => {
    await using set = await setUpDownloads(sized('one'));
    await using other = await startLineServer((socket) => socket.write(sized('other')));
    await textOf(await set.get());
    const answer = await set.client.get({ url: new URL(other.origin), headers: {} });
    expect(await textOf(answer)).toBe('other');
  });

  it.each([
    ['says so', sized('x', 'connection: close\r\n')],
    ['says so among other things', sized('x', 'connection: Foo , CLOSE\r\n')],
    ['speaks HTTP/1.0', sized('x').replace('1.1', '1.0')],
  ])('is closed behind its answer when the other end %s', async (_how, bytes) => {
    await using set = await setUpDownloads(bytes);
    await textOf(await set.get());
    await textOf(await set.get());
    expect(set.server.sockets.length).toBe(2);
  });

  it('is replaced when the other end closed it in the meantime', async () => {
    await using set = await setUpDownloads((socket) => socket.write(sized('x')));
    await textOf(await set.get());
    const [line] = set.server.sockets;
    const closed = new Promise((resolve) => line!.once('close', resolve));
    line!.end();
    await closed;
    expect(await textOf(await set.get())).toBe('x');
    expect(set.server.sockets.length).toBe(2);
  });

  it('fails like any other when it dies under the request, which is not repeated', async () => {
    await using set = await setUpDownloads((socket, count) => {
      if (count === 1) socket.write(sized('x'));
      else socket.resetAndDestroy();
    });
    await textOf(await set.get());
    await expect(set.get()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(set.server.requests.length).toBe(2);
  });

  it('is closed at once on bytes that nobody asked for', async () => {
    await using set = await setUpDownloads((socket) => socket.write(sized('x')));
    await textOf(await set.get());
    const [line] = set.server.sockets;
    line!.write(sized('poison'));
    await Promise.race([once(line!, 'close'), passTime()]);
    expect(line!.destroyed).toBe(true);
    expect(await textOf(await set.get())).toBe('x');
  });

  it('is not used again when more came while the reader had the last chunk', async () => {
    await using set = await setUpDownloads((socket) => socket.write(sized('x')));
    const { body } = await set.get();
    await body.next();
    set.server.sockets[0]!.write(sized('poison'));
    await passTime();
    expect(await body.next()).toEqual({ done: true, value: undefined });
    expect(await textOf(await set.get())).toBe('x');
    expect(set.server.sockets.length).toBe(2);
  });

  it('is given up after four seconds without a request', async () => {
    await using set = await setUpDownloads((socket) => socket.write(sized('x')));
    await textOf(await set.get());
    const beginMs = performance.now();
    await once(set.server.sockets[0]!, 'close');
    expect(performance.now() - beginMs).toBeGreaterThan(3000);
  });

  it('is closed when the reader leaves early, also before the first chunk', async () => {
    await using set = await setUpDownloads((socket) => socket.write(sized('x'.repeat(10))));
    const unread = await set.get();
    await unread.body.return();
    expect(await unread.body.next()).toEqual({ done: true, value: undefined });
    const started = await set.get();
    for await (const _ of started.body) break;
    await textOf(await set.get());
    expect(set.server.sockets.length).toBe(3);
  });

  it('stops the other end while the reader does not pull', async () => {
    const bytes = Buffer.alloc(64 * 1024 * 1024);
    await using set = await setUpDownloads((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${bytes.length}\r\n\r\n`);
      socket.write(bytes);
    });
    const { body } = await set.get();
    await body.next();
    await passTime();
    // What is neither on this side nor in the kernel's buffers still waits over there.
    expect(set.server.sockets[0]!.writableLength).toBeGreaterThan(0);
    let rest = 0;
    for await (const chunk of body) rest += chunk.length;
    expect(rest).toBeLessThanOrEqual(bytes.length);
    expect(set.server.sockets[0]!.writableLength).toBe(0);
  });

  it('does not keep the process while it waits for another request', async () => {
    await using server = await startLineServer((socket) => socket.write(sized('x')));
    const transport = new URL('../../../../src/connection/transport/', import.meta.url);
    const client = new URL('download/download-client.ts', transport).href;
    const lineOpener = new URL('line/line-opener.ts', transport).href;
    const program = `
      const { DownloadClient } = await import(${JSON.stringify(client)});
      const { LineOpener } = await import(${JSON.stringify(lineOpener)});
      const lines = new LineOpener({ connectTimeoutMs: 60000 });
      const client = new DownloadClient({ lines, answerTimeoutMs: 60000, idleTimeoutMs: 60000 });
      const answer = await client.get({ url: new URL(${JSON.stringify(server.origin)}), headers: {} });
      for await (const chunk of answer.body) process.stdout.write(chunk);
      const endMs = performance.now();
      process.on('exit', () => console.log(performance.now() - endMs < 2000));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { timeout: 20_000 },
    );
    expect(stdout).toBe('xtrue\n');
  });
});

describe('a download client that is closed', () => {
  it('sends nothing more', async () => {
    const client = downloadClient({ connectTimeoutMs: 100, answerTimeoutMs: 100 });
    client.close();
    client.close();
    const sent = client.get({ url: new URL('http://127.0.0.1:9'), headers: {} });
    await expect(sent).rejects.toMatchObject({ code: 'CLOSED' });
  });
});
