import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIdentity } from '../connection/transport/download/identity.ts';
import type { Identity } from '../connection/transport/download/line-server.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { startTestOrg, type TestOrg } from '../support/local-org.ts';
import { startTlsFront } from '../support/tls-front.ts';
import { runCli } from './run-cli.ts';

let folder: string;
let identity: Identity;
let stranger: Identity;
const password = 'canary-proxy-password';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proxied-'));
  identity = await makeIdentity('org.example');
  stranger = await makeIdentity('stranger.example');
  await writeFile(join(folder, 'authority.pem'), identity.cert);
});

afterAll(() => rm(folder, { recursive: true }));

/** A session of the org, got on this machine: the org itself knows nothing of the TLS in front of it. */
async function logIn({ url, clientId, clientSecret }: TestOrg): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const answer = await fetch(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** A local org behind TLS that only a proxy can find, and a connection to it. */
async function setUp(fields: Readonly<Record<string, unknown>> = {}) {
  const stack = new AsyncDisposableStack();
  const org = stack.use(await startTestOrg());
  const front = stack.use(await startTlsFront(Number(new URL(org.url).port), identity));
  const proxy = stack.use(
    await startConnectProxy({ ports: { 'org.example:443': front.port }, credentials: `ada:${password}` }),
  );
  const connection = {
    type: 'salesforce-service-cloud',
    name: 'proxied',
    serverHost: 'https://org.example',
    authentication: { type: 'bearer', accessToken: { env: 'ORG_TOKEN' } },
    ...fields,
  };
  await writeFile(join(folder, 'proxied.json'), JSON.stringify(connection));
  const token = await logIn(org);
  return {
    proxy,
    run: (args: readonly string[], env: Readonly<Record<string, string>>) =>
      runCli(args, {
        cwd: folder,
        env: { ORG_TOKEN: token, SFSC_HOME: join(folder, 'home'), ...env },
      }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const test = ['connection', 'test', 'proxied.json', '--json'];

function addressWith(credentials: string, url: string): string {
  return url.replace('http://', `http://${credentials}@`);
}

describe('sfsc behind a proxy', () => {
  it('reaches the org by HTTPS_PROXY, trusts NODE_EXTRA_CA_CERTS beside its own authorities, and ends', async () => {
    await using set = await setUp({ tls: { ca: stranger.cert } });
    const { code, stdout, stderr } = await set.run(test, {
      HTTPS_PROXY: addressWith(`ada:${password}`, set.proxy.url),
      NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem'),
    });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain('org.example');
    expect(set.proxy.tunnels).toEqual(['org.example:443']);
    expect(stdout + stderr).not.toContain(password);
  });

  it('asks no proxy for a host that NO_PROXY names', async () => {
    await using set = await setUp({ tls: { caFile: 'authority.pem' }, retryDeadlineSeconds: 0.1 });
    const { code, stdout, stderr } = await set.run(test, {
      HTTPS_PROXY: addressWith(`ada:${password}`, set.proxy.url),
      NO_PROXY: 'localhost, .example',
    });
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain('network-error');
    expect(set.proxy.asked).toEqual([]);
  });

  it('says what the proxy wants, and not what it was given', async () => {
    await using set = await setUp({ tls: { caFile: 'authority.pem' } });
    const { code, stdout, stderr } = await set.run(test, {
      https_proxy: addressWith(`ada:wrong-${password}`, set.proxy.url),
    });
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain('proxy-authentication');
    expect(stdout + stderr).toContain('HTTPS_PROXY');
    expect(stdout + stderr).not.toContain(password);
  });
});
