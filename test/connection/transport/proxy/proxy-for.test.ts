import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ProxyEnvironment } from '../../../../src/contract/proxy-environment.ts';
import { proxyFor } from '../../../../src/connection/transport/proxy/proxy-for.ts';
import { proxySecrets } from '../../../../src/connection/transport/proxy/proxy-secrets.ts';

const https = new URL('https://acme.my.salesforce.com');
const http = new URL('http://acme.internal');
const fields = { url: 'https://proxy.example', username: 'ada', password: 'prüfung:1', bypass: [] };

const ofEnvironment = (target: URL, proxies: ProxyEnvironment) =>
  proxyFor(target, { proxy: 'environment', proxies });

describe('the proxy of an address', () => {
  it('is that of its scheme in the environment', () => {
    const proxies = { httpsProxy: 'http://a.example:3128', httpProxy: 'b.example' };
    expect(ofEnvironment(https, proxies)).toMatchObject({ host: 'a.example:3128', isTls: false });
    expect(ofEnvironment(http, proxies)).toMatchObject({ host: 'b.example:80', port: 80 });
    expect(ofEnvironment(https, { httpProxy: 'b.example' })).toBeUndefined();
    expect(ofEnvironment(http, { httpsProxy: 'a.example' })).toBeUndefined();
  });

  it('is none where NO_PROXY says so, and none without an environment', () => {
    expect(ofEnvironment(https, { httpsProxy: 'a.example', noProxy: 'salesforce.com' })).toBeUndefined();
    expect(proxyFor(https, { proxy: 'environment' })).toBeUndefined();
  });

  it('is that of the fields, which know nothing of the environment', () => {
    const proxies = { httpsProxy: 'a.example', noProxy: '*' };
    expect(proxyFor(https, { proxy: fields, proxies })).toMatchObject({
      host: 'proxy.example:443',
      isTls: true,
    });
    const bypassed = { ...fields, bypass: ['x.example', 'my.salesforce.com'] };
    expect(proxyFor(https, { proxy: bypassed, proxies })).toBeUndefined();
    expect(proxyFor(https, { proxy: 'none', proxies })).toBeUndefined();
  });

  it.each(['https://localhost:8080', 'https://127.0.0.2', 'http://[::1]:8080', 'https://org.localhost'])(
    'is never one for %s, which is this machine',
    (address) => {
      expect(ofEnvironment(new URL(address), { httpsProxy: 'a', httpProxy: 'a' })).toBeUndefined();
      expect(proxyFor(new URL(address), { proxy: fields })).toBeUndefined();
    },
  );

  it.each([
    ['http://ada:p%40ss%3A@proxy.example', 'ada:p@ss:'],
    ['ada:100%25@proxy.example:8080', 'ada:100%'],
    ['http://ada:100%@proxy.example', 'ada:100%'],
    ['http://ada@proxy.example', 'ada:'],
  ])('asks as the environment says: %s', (httpsProxy, credentials) => {
    const authorization = ofEnvironment(https, { httpsProxy })?.authorization;
    expect(Buffer.from(String(authorization).replace('Basic ', ''), 'base64').toString()).toBe(credentials);
  });

  it('asks as the fields say, in UTF-8, and says nothing without credentials', () => {
    const authorization = proxyFor(https, { proxy: fields })?.authorization;
    expect(authorization).toBe(`Basic ${Buffer.from('ada:prüfung:1').toString('base64')}`);
    expect(ofEnvironment(https, { httpsProxy: 'a.example' })?.authorization).toBeUndefined();
  });

  it('shows no password to whoever prints it', () => {
    const proxy = proxyFor(https, { proxy: fields });
    expect(inspect(proxy, { showHidden: true, depth: 9 })).not.toMatch(/prüfung|YWRh/u);
    expect(JSON.stringify(proxy)).not.toMatch(/prüfung|YWRh/u);
  });

  it.each(['socks5://canary@a.example', 'http://', 'ftp://a:canary@b', 'http://a:canary@b c'])(
    'cannot be %j; the error does not quote it',
    (httpsProxy) => {
      const read = () => ofEnvironment(https, { httpsProxy });
      expect(read).toThrow(
        expect.objectContaining({
          code: 'invalid-configuration',
          details: expect.objectContaining({ fields: ['proxy'], failure: 'unreachable' }),
        }),
      );
      expect(read).not.toThrow(/canary/u);
      expect(read).toThrow(/HTTPS_PROXY/u);
    },
  );
});

describe('the secrets of a proxy', () => {
  it('are its password and the header with it, from the fields', () => {
    expect(proxySecrets({ proxy: fields })).toEqual([
      'prüfung:1',
      Buffer.from('ada:prüfung:1').toString('base64'),
    ]);
    expect(proxySecrets({ proxy: { url: 'http://a.example', bypass: [] } })).toEqual([]);
  });

  it('are those of the environment only when it counts', () => {
    const proxies = { httpsProxy: 'http://a:s%40x@p.example', httpProxy: 'http://q.example' };
    expect(proxySecrets({ proxy: 'environment', proxies })).toEqual(
      expect.arrayContaining(['s@x', 's%40x', Buffer.from('a:s@x').toString('base64')]),
    );
    expect(proxySecrets({ proxy: 'none', proxies })).toEqual([]);
    expect(proxySecrets({ proxy: 'environment' })).toEqual([]);
  });
});
