import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { startConnectProxy } from '../../../support/connect-proxy.ts';
import { startScriptedServer } from '../../../support/scripted-server.ts';
import { startTlsFront } from '../../../support/tls-front.ts';
import { makeIdentity } from '../download/identity.ts';
import type { Identity } from '../download/line-server.ts';
import { ways } from '../proxy/proxied-set-up.ts';

let identity: Identity;

beforeAll(async () => {
  identity = await makeIdentity('127.0.0.1');
});

/** A host and two proxies with a certificate that nobody knows. */
async function setUp() {
  const stack = new AsyncDisposableStack();
  const server = stack.use(await startScriptedServer(() => ({ status: 200, body: 'in' })));
  const front = stack.use(await startTlsFront(Number(new URL(server.origin).port), identity));
  const ports = { 'org.example:443': front.port };
  const plainProxy = stack.use(await startConnectProxy({ ports }));
  const tlsProxy = stack.use(await startConnectProxy({ ports, identity }));
  return { server, front, plainProxy, tlsProxy, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Sends a request in a process whose environment switches the check of certificates off; gives what came of it. */
async function sendUnchecked(way: string, url: string, proxyUrl?: string): Promise<string> {
  const module = new URL('../../../../src/connection/transport/transport.ts', import.meta.url).href;
  const proxy = proxyUrl === undefined ? {} : { proxy: { url: proxyUrl, bypass: [] } };
  const limits = { connectTimeoutMs: 20_000, answerTimeoutMs: 20_000, idleTimeoutMs: 20_000 };
  const options = { ...limits, maxConcurrentRequests: 1, ...proxy };
  const program = `
    const { Transport } = await import(${JSON.stringify(module)});
    const transport = new Transport(${JSON.stringify(options)});
    const request = { method: 'GET', url: new URL(${JSON.stringify(url)}), headers: {}, call: 'GET it' };
    const sent = transport[${JSON.stringify(way)}](request);
    console.log(await sent.then(({ status }) => status, ({ code, details }) => [code, details.failure].join(' ')));
    await transport.close();`;
  const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    timeout: 30_000,
    env,
  });
  return stdout.trim();
}

describe.each(ways)('NODE_TLS_REJECT_UNAUTHORIZED=0 changes nothing by %s', (way) => {
  it('for a host whose certificate nobody knows, with and without a proxy', async () => {
    await using set = await setUp();
    const direct = `https://127.0.0.1:${set.front.port}/`;
    expect(await sendUnchecked(way, direct)).toBe('network-error unreachable');
    expect(await sendUnchecked(way, 'https://org.example/', set.plainProxy.url)).toBe(
      'network-error unreachable',
    );
    expect(set.plainProxy.tunnels).toEqual(['org.example:443']);
    expect(set.server.requests).toEqual([]);
  });

  it('for a proxy whose certificate nobody knows: it hears no password', async () => {
    await using set = await setUp();
    const url = set.tlsProxy.url.replace('https://', 'https://user:proxy-password@');
    expect(await sendUnchecked(way, 'https://org.example/', url)).toMatch(/^proxy-/u);
    expect([set.tlsProxy.asked, set.tlsProxy.authorizations]).toEqual([[], []]);
  });
});
