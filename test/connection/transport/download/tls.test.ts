import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { downloadClient, setUpDownloads, sized, textOf } from './download-set-up.ts';
import { makeIdentity } from './identity.ts';
import { startLineServer, type Identity } from './line-server.ts';

let identity: Identity;
let stranger: Identity;

beforeAll(async () => {
  identity = await makeIdentity('127.0.0.1');
  stranger = await makeIdentity('somewhere.example');
});

const tlsOf = ({ cert }: Identity) => ({ ca: cert });

describe('a download over TLS', () => {
  it('trusts the authorities it was given, and uses its line again', async () => {
    const warnings: string[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', onWarning);
    await using set = await setUpDownloads(sized('secret'), { identity, tls: tlsOf(identity) });
    for (let round = 0; round < 5; round += 1) expect(await textOf(await set.get())).toBe('secret');
    expect(set.server.sockets.length).toBe(1);
    process.off('warning', onWarning);
    // Node warns when an address is sent as a server name.
    expect(warnings).toEqual([]);
  });

  it('sends nothing to a host whose certificate nobody vouches for', async () => {
    await using set = await setUpDownloads(sized('x'), { identity });
    await expect(set.get()).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(set.server.requests).toEqual([]);
  });

  it('sends nothing to a host with the certificate of another', async () => {
    await using set = await setUpDownloads(sized('x'), { identity: stranger, tls: tlsOf(stranger) });
    await expect(set.get()).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(set.server.requests).toEqual([]);
  });

  it('fails against a host that speaks no TLS', async () => {
    await using server = await startLineServer((socket) => socket.write(sized('x')));
    await using set = await setUpDownloads(sized('x'), { identity });
    server.sockets.forEach((socket) => socket.write('x'));
    const url = new URL(server.origin.replace('http:', 'https:'));
    const client = downloadClient({ connectTimeoutMs: 300, answerTimeoutMs: 300 });
    await expect(client.get({ url, headers: {} })).rejects.toThrow();
    expect([set.server.requests, server.requests]).toEqual([[], []]);
  });

  it('takes no byte for another, also when records pour in while the reader is busy', async () => {
    const bytes = Buffer.alloc(24 * 1024 * 1024);
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(at, at);
    const expected = createHash('sha256').update(bytes).digest('hex');
    await using set = await setUpDownloads(
      (socket) => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${bytes.length}\r\n\r\n`);
        socket.write(bytes);
      },
      { identity, tls: tlsOf(identity) },
    );
    const { body } = await set.get();
    const hash = createHash('sha256');
    let turn = 0;
    for await (const chunk of body) {
      const before = createHash('sha256').update(chunk).digest('hex');
      // The socket goes on reading in here; what was lent must not move.
      for (let round = 0; round < turn % 7; round += 1) await new Promise(setImmediate);
      expect(createHash('sha256').update(chunk).digest('hex')).toBe(before);
      hash.update(chunk);
      turn += 1;
    }
    expect(turn).toBeGreaterThan(10);
    expect(hash.digest('hex')).toBe(expected);
  });

  it('ends in the middle of a body when its client closes', async () => {
    await using set = await setUpDownloads(
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.write(Buffer.alloc(4 * 1024 * 1024));
      },
      { identity, tls: tlsOf(identity) },
    );
    const { body } = await set.get();
    await body.next();
    set.client.close();
    await expect(body.next()).rejects.toMatchObject({ code: 'CLOSED' });
  });
});
