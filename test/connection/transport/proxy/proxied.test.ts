import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { proxySecrets } from '../../../../src/connection/transport/proxy/proxy-secrets.ts';
import { makeIdentity } from '../download/identity.ts';
import type { Identity } from '../download/line-server.ts';
import { setUpProxied, ways } from './proxied-set-up.ts';

const megabyte = 1024 * 1024;
let org: Identity;
let proxyIdentity: Identity;

beforeAll(async () => {
  org = await makeIdentity('org.example');
  proxyIdentity = await makeIdentity('127.0.0.1');
});

describe.each(ways)('%s through a proxy', (way) => {
  it('reaches an https host by one tunnel for all, and the host learns nothing of the proxy', async () => {
    await using set = await setUpProxied(() => ({ status: 200, body: 'hello' }), { identity: org });
    for (let round = 0; round < 5; round += 1) {
      expect(await set.get(way)).toEqual({ status: 200, bytes: Buffer.from('hello') });
    }
    expect(set.proxy.tunnels).toEqual(['org.example:443']);
    expect(set.proxy.others).toEqual([]);
    expect(set.server.requests[0]).toMatchObject({ url: '/a?b=c', headers: { host: 'org.example' } });
    expect(Object.keys(set.server.requests[0]!.headers).join()).not.toContain('proxy');
  });

  it('reaches an http host by a tunnel too', async () => {
    const body = createHash('shake256', { outputLength: 3 * megabyte })
      .update('x')
      .digest();
    await using set = await setUpProxied(() => ({ status: 200, body }));
    expect((await set.get(way)).bytes.equals(body)).toBe(true);
    expect([set.proxy.tunnels, set.proxy.others]).toEqual([['org.example:80'], []]);
  });

  it('brings every byte of a large answer', async () => {
    const body = createHash('shake256', { outputLength: 12 * megabyte })
      .update('y')
      .digest();
    await using set = await setUpProxied(() => ({ status: 200, body }), { identity: org });
    const { bytes } = await set.get(way);
    expect(bytes.equals(body)).toBe(true);
    expect(set.transport.traffic.bytesReceived).toBe(body.length);
  });

  it('reaches a proxy that has TLS itself, whose certificate is checked', async () => {
    const proxy = { identity: proxyIdentity };
    await using set = await setUpProxied(() => ({ status: 200, body: 'hello' }), {
      identity: org,
      proxy,
      transport: () => ({ tls: { ca: org.cert + proxyIdentity.cert } }),
    });
    expect((await set.get(way)).bytes.toString()).toBe('hello');
    await using strict = await setUpProxied(() => ({ status: 200 }), { identity: org, proxy });
    await expect(strict.get(way)).rejects.toMatchObject({
      code: 'proxy-unreachable',
      details: { networkCode: 'DEPTH_ZERO_SELF_SIGNED_CERT', failure: 'unreachable' },
    });
    expect(strict.proxy.asked).toEqual([]);
  });

  it('checks the certificate of the host behind the tunnel', async () => {
    await using set = await setUpProxied(() => ({ status: 200 }), {
      identity: org,
      transport: () => ({ tls: {} }),
    });
    await expect(set.get(way)).rejects.toMatchObject({
      code: 'network-error',
      details: { networkCode: 'DEPTH_ZERO_SELF_SIGNED_CERT', failure: 'unreachable' },
    });
    expect(set.server.requests).toEqual([]);
  });

  it('follows the environment, with the credentials in it, and not where NO_PROXY says so', async () => {
    await using set = await setUpProxied(() => ({ status: 200 }), {
      identity: org,
      proxy: { credentials: 'ada:p@ss' },
      transport: ({ url }) => ({
        proxy: 'environment',
        proxies: { httpsProxy: url.replace('http://', 'http://ada:p%40ss@') },
      }),
    });
    expect((await set.get(way)).status).toBe(200);
    await using direct = await setUpProxied(() => ({ status: 200 }), {
      identity: org,
      transport: ({ url }) => ({ proxy: 'environment', proxies: { httpsProxy: url, noProxy: '.example' } }),
    });
    await expect(direct.get(way)).rejects.toMatchObject({
      code: 'network-error',
      details: { fields: ['serverHost', 'proxy'] },
    });
    expect(direct.proxy.asked).toEqual([]);
  });

  it('shows the credentials of the fields to the proxy and to nobody else', async () => {
    const secret = 'canary-password';
    await using set = await setUpProxied(() => ({ status: 200 }), {
      identity: org,
      proxy: { credentials: `ada:${secret}` },
      transport: ({ url }) => ({ proxy: { url, username: 'ada', password: secret, bypass: [] } }),
    });
    expect((await set.get(way)).status).toBe(200);
    expect(set.proxy.authorizations).toEqual([`Basic ${btoa(`ada:${secret}`)}`]);
    expect(JSON.stringify(set.server.requests)).not.toContain(secret);
    expect(inspect(set.transport, { depth: Infinity, showHidden: true })).not.toContain(secret);
  });

  it.each([
    ['none', {}, 'wants a user name and password'],
    ['wrong ones', { username: 'ada', password: 'canary-password' }, 'does not take'],
  ])('says so when the proxy wants credentials and gets %s', async (_what, given, words) => {
    await using set = await setUpProxied(() => ({ status: 200 }), {
      identity: org,
      proxy: { credentials: 'ada:right' },
      transport: ({ url }) => ({ proxy: { url, bypass: [], ...given } }),
    });
    const error: unknown = await set.get(way).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'proxy-authentication',
      message: expect.stringContaining(words),
      details: {
        call: 'GET it',
        status: 407,
        failure: 'unreachable',
        fields: ['proxy.username', 'proxy.password'],
        proxy: set.proxy.url.slice('http://'.length),
      },
    });
    const shown = inspect(error, { depth: Infinity, showHidden: true });
    const proxy = { url: set.proxy.url, bypass: [], ...given };
    for (const secret of proxySecrets({ proxy })) expect(shown).not.toContain(secret);
  });

  it.each([
    ['forbids the host', 403, { status: 403, failure: 'unreachable', fields: ['proxy.url', 'proxy.bypass'] }],
    ['knows no CONNECT', 405, { status: 405, failure: 'unreachable' }],
    ['redirects to a page', 302, { status: 302, failure: 'unreachable' }],
    [
      'cannot find the host',
      502,
      { failure: 'not-sent', fields: ['serverHost', 'proxy.url', 'proxy.bypass'] },
    ],
    ['is overloaded', 503, { status: 503, failure: 'not-sent' }],
    ['closes the line', 'close', { failure: 'unreachable' }],
    ['resets the line', 'reset', { failure: 'unreachable' }],
    ['is a web server', { bytes: 'HTTP/1.1 200 OK\r\n\r\n<html>' }, { status: 200, failure: 'unreachable' }],
    ['speaks no HTTP', { bytes: 'SSH-2.0-x\r\n\r\n' }, { failure: 'unreachable' }],
  ] as const)('says what happened when the proxy %s', async (_what, refusal, details) => {
    await using set = await setUpProxied(() => ({ status: 200 }), { identity: org, proxy: { refusal } });
    await expect(set.get(way)).rejects.toMatchObject({ code: 'proxy-refused', details });
    expect(set.server.requests).toEqual([]);
  });

  it('names the environment variable that a proxy comes from', async () => {
    await using set = await setUpProxied(() => ({ status: 200 }), {
      identity: org,
      proxy: { refusal: 403 },
      transport: ({ url }) => ({ proxy: 'environment', proxies: { httpsProxy: url } }),
    });
    await expect(set.get(way)).rejects.toMatchObject({
      details: { fields: ['proxy'] },
      nextSteps: expect.arrayContaining([expect.stringContaining('HTTPS_PROXY')]),
    });
  });

  it('says so when nobody listens there', async () => {
    await using set = await setUpProxied(() => ({ status: 200 }), { identity: org });
    await set.proxy[Symbol.asyncDispose]();
    await expect(set.get(way)).rejects.toMatchObject({
      code: 'proxy-unreachable',
      details: { networkCode: 'ECONNREFUSED', failure: 'not-sent', fields: ['proxy.url', 'proxy.bypass'] },
    });
  });

  it('gives up on a proxy that takes the request for a tunnel and says nothing', async () => {
    await using set = await setUpProxied(() => ({ status: 200 }), {
      identity: org,
      proxy: { refusal: 'silence' },
      transport: () => ({ connectTimeoutMs: 100 }),
    });
    await expect(set.get(way)).rejects.toMatchObject({
      code: 'network-error',
      details: { networkCode: 'CONNECT_TIMEOUT', failure: 'not-sent', fields: ['connectTimeoutSeconds'] },
    });
    expect(set.proxy.asked).toEqual(['org.example:443']);
  });
});
