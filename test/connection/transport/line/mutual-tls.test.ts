import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TlsOptions } from '../../../../src/connection/options/network-schema.ts';
import { Transport } from '../../../../src/connection/transport/transport.ts';
import { startConnectProxy } from '../../../support/connect-proxy.ts';
import { startScriptedServer } from '../../../support/scripted-server.ts';
import { startTlsFront } from '../../../support/tls-front.ts';
import { makeIdentity } from '../download/identity.ts';
import type { Identity } from '../download/line-server.ts';
import { ways } from '../proxy/proxied-set-up.ts';

let org: Identity;
let client: Identity;
let stranger: Identity;

beforeAll(async () => {
  org = await makeIdentity('org.example');
  client = await makeIdentity('client.example');
  stranger = await makeIdentity('stranger.example');
});

/** A host behind a proxy that wants a certificate of its clients, and a transport that shows the given one. */
async function setUp(tls: TlsOptions) {
  const stack = new AsyncDisposableStack();
  const server = stack.use(await startScriptedServer(() => ({ status: 200, body: 'in' })));
  const front = stack.use(
    await startTlsFront(Number(new URL(server.origin).port), {
      ...org,
      ca: client.cert,
      requestCert: true,
      rejectUnauthorized: true,
    }),
  );
  const proxy = stack.use(await startConnectProxy({ ports: { 'org.example:443': front.port } }));
  const transport = new Transport({
    connectTimeoutMs: 5000,
    answerTimeoutMs: 5000,
    idleTimeoutMs: 5000,
    maxConcurrentRequests: 10,
    proxy: { url: proxy.url, bypass: [] },
    tls,
  });
  stack.defer(() => transport.close());
  const request = {
    method: 'GET',
    url: new URL('https://org.example/'),
    headers: {},
    call: 'GET it',
  } as const;
  return {
    front,
    server,
    send: async (way: (typeof ways)[number]) => {
      const { status, body } = await transport[way](request);
      await body.return();
      return status;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe.each(ways)('mutual TLS by %s', (way) => {
  it('shows the certificate to the host, through the tunnel', async () => {
    await using set = await setUp({ ca: org.cert, certificate: client.cert, key: client.key });
    expect(await set.send(way)).toBe(200);
    expect(set.front.clients).toEqual(['client.example']);
  });

  it.each([
    ['none', () => ({})],
    ['one that the host does not know', () => ({ certificate: stranger.cert, key: stranger.key })],
  ])('is refused with %s, before any request is read', async (_what, identity: () => TlsOptions) => {
    await using set = await setUp({ ca: org.cert, ...identity() });
    await expect(set.send(way)).rejects.toMatchObject({ code: 'network-error' });
    expect([set.front.clients, set.server.requests]).toEqual([[], []]);
  });

  it('reads files at the first request, and again after they have been corrected', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tls-'));
    const [certificateFile, keyFile] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
    await using set = await setUp({ ca: org.cert, certificateFile, keyFile });
    await expect(set.send(way)).rejects.toMatchObject({ code: 'file-not-found' });
    await Promise.all([writeFile(certificateFile, client.cert), writeFile(keyFile, stranger.key)]);
    await expect(set.send(way)).rejects.toMatchObject({ code: 'invalid-certificate' });
    await writeFile(keyFile, client.key);
    expect(await set.send(way)).toBe(200);
    // They are not read once more.
    await rm(folder, { recursive: true });
    expect(await set.send(way)).toBe(200);
  });
});
