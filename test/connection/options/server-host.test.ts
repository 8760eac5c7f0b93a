import { describe, expect, it } from 'vitest';
import { isLoopback, readServerHost } from '../../../src/connection/options/server-host.ts';

function hrefOf(text: string, sandbox = false): string | undefined {
  const reading = readServerHost({ serverHost: text, sandbox, allowInsecureHttp: false });
  return 'url' in reading ? reading.url.href : undefined;
}

describe('readServerHost', () => {
  it.each([
    ['login.salesforce.com', false, 'https://login.salesforce.com/'],
    ['https://login.salesforce.com/', true, 'https://test.salesforce.com/'],
    ['https://test.salesforce.com', false, 'https://login.salesforce.com/'],
    ['https://test.salesforce.com', true, 'https://test.salesforce.com/'],
    ['acme--uat.sandbox.my.salesforce.com', true, 'https://acme--uat.sandbox.my.salesforce.com/'],
    ['https://acme.my.salesforce.com//', true, 'https://acme.my.salesforce.com/'],
    [' https://acme.my.site.com/partners/ ', false, 'https://acme.my.site.com/partners'],
    ['http://127.0.0.1:8080', true, 'http://127.0.0.1:8080/'],
    ['http://localhost:1', false, 'http://localhost:1/'],
    ['http://[::1]:1', false, 'http://[::1]:1/'],
  ])('reads %s with sandbox %s as %s', (text, sandbox, href) => {
    expect(hrefOf(text, sandbox)).toBe(href);
  });

  it.each([
    ['nothing', ''],
    ['words', 'my org'],
    ['another protocol', 'ftp://acme.my.salesforce.com'],
    ['a user name', 'https://me@acme.my.salesforce.com'],
    ['a password', 'https://me:secret@acme.my.salesforce.com'],
    ['a query', 'https://acme.my.salesforce.com/?a=b'],
    ['a SOAP endpoint', 'https://login.salesforce.com/services/Soap/u/58.0'],
    ['a page for browsers', 'https://acme.lightning.force.com'],
  ])('refuses %s', (_what, text) => {
    expect(hrefOf(text)).toBeUndefined();
  });

  it.each([
    'http://login.salesforce.com',
    'http://10.0.0.1',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil',
  ])('marks %s as insecure', (text) => {
    expect(readServerHost({ serverHost: text, sandbox: false, allowInsecureHttp: false })).toMatchObject({
      insecure: true,
    });
  });
});

describe('isLoopback', () => {
  it('knows every loopback address and no other', () => {
    const loopback = ['http://localhost', 'http://a.localhost', 'http://127.9.9.9', 'http://[::1]'];
    const others = [
      'http://128.0.0.1',
      'http://127.0.0.1.example',
      'http://localhost.example',
      'http://[::2]',
    ];
    expect(loopback.map((text) => isLoopback(new URL(text)))).toEqual([true, true, true, true]);
    expect(others.map((text) => isLoopback(new URL(text)))).toEqual([false, false, false, false]);
  });
});
