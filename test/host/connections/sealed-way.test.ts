import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { salesforceServiceCloud } from '../../../src/plugin.ts';
import { projectFolder, type Opening, type ProjectFolder } from './project-folder.ts';

const file = 'connections/org.json';
const connectors = [salesforceServiceCloud];
const secrets = { password: 'secret', securityToken: '' };

async function saved(fields: object, opening: Opening = {}, more: Record<string, string> = {}) {
  const project = await projectFolder({ reauthenticateOnChange: true });
  const store = project.store({ connectors, ...opening });
  const serverHost = 'https://acme.my.salesforce.com';
  const all = { serverHost, username: 'ada@example.com', ...fields };
  await store.draft('org', { fields: all, secrets: { ...secrets, ...more } });
  await store.save('org');
  return project;
}

async function rewritten(project: ProjectFolder, fields: object): Promise<void> {
  await project.write(file, { ...(await project.json(file)), ...fields });
}

async function opened(project: ProjectFolder, opening: Opening = {}): Promise<void> {
  const { host } = await project.host({ connectors, ...opening });
  host.connection('org');
  await host.close();
}

const refused = (...changes: string[]): unknown =>
  expect.objectContaining({
    code: 'reauthentication-required',
    details: { connection: 'org', changes },
  });

const proxy = { url: 'http://proxy.example:3128', username: 'ada' };
const jwt = {
  type: 'oauth-jwt-bearer',
  clientId: 'app',
  privateKeyFile: '/one.pem',
  audience: 'https://login.salesforce.com',
};

describe('the policy covers the way to the host:', () => {
  test.each([
    [
      { proxy },
      { proxy: { ...proxy, url: 'http://evil.example:3128' } },
      'proxy.url was http://proxy.example:3128 and is http://evil.example:3128',
    ],
    [
      { proxy },
      { proxy: { ...proxy, username: { env: 'PASSWORD' } } },
      'proxy.username was ada and is {"env":"PASSWORD"}',
    ],
    [{}, { proxy: { url: 'http://evil.example' } }, 'proxy.url was empty and is http://evil.example'],
    [
      { authentication: jwt },
      { authentication: { ...jwt, audience: 'https://evil.example' } },
      'authentication.audience was https://login.salesforce.com and is https://evil.example',
    ],
    [
      { authentication: jwt },
      { authentication: { ...jwt, privateKeyFile: '/two.pem' } },
      'authentication.privateKeyFile was /one.pem and is /two.pem',
    ],
    [{}, { allowInsecureHttp: true }, 'allowInsecureHttp was false and is true'],
  ])('%j changed by hand to %j is refused', async (before, after, change) => {
    const project = await saved(before);
    await opened(project);
    await rewritten(project, after);
    await expect(opened(project, { environment: { PASSWORD: 'x' } })).rejects.toEqual(refused(change));
  });

  test.each([
    [{ proxy: { url: '[way]' } }, 'proxy.url', 'http://one.example', 'http://two.example'],
    [{ proxy: { ...proxy, username: { env: 'WAY' } } }, 'proxy.username', 'ada', 'eve'],
    [{ allowInsecureHttp: '[way]' }, 'allowInsecureHttp', 'false', 'true'],
    [
      { authentication: { type: '[way]', clientId: 'app' } },
      'authentication.type',
      'oauth-client-credentials',
      'oauth-username-password',
    ],
  ])('%j is refused when %s becomes another through its variable', async (fields, path, one, two) => {
    const isOAuth = 'authentication' in fields;
    const given = (value: string): Opening => ({ variables: { way: value }, environment: { WAY: value } });
    const project = await saved(
      fields,
      given(one),
      isOAuth ? { 'authentication.clientSecret': 'client secret' } : {},
    );
    await opened(project, given(one));
    await expect(opened(project, given(two))).rejects.toEqual(
      refused(`${path} became another through its variable`),
    );
  });

  test('writing down the default proxy is no change', async () => {
    const project = await saved({});
    await rewritten(project, { proxy: 'environment', tls: {}, allowInsecureHttp: false });
    await opened(project);
  });

  test('other authorities in the same file are refused', async () => {
    const { folder } = await projectFolder();
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, 'one');
    const project = await saved({ tls: { caFile } });
    await opened(project);
    await writeFile(caFile, 'two');
    await expect(opened(project)).rejects.toEqual(refused('the trusted authorities are others'));
  });

  test('another proxy has its password entered again too, and gets no byte before', async () => {
    let callers = 0;
    const other = createServer().on('connect', (_, socket) => {
      callers += 1;
      socket.end('HTTP/1.1 403 no\r\n\r\n');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const project = await saved({ proxy }, {}, { 'proxy.password': 'of the proxy' });
    const store = project.store({ connectors });
    await store.draft('org', { fields: { 'proxy.url': `http://127.0.0.1:${port}` }, secrets });
    await expect(store.save('org')).rejects.toMatchObject({ details: { fields: ['proxy.password'] } });
    await store.draft('org', { secrets: { 'proxy.password': 'of the other' } });
    const written = await project.json(file);
    await rewritten(project, { proxy: { ...(written['proxy'] as object), url: `http://127.0.0.1:${port}` } });
    await expect(opened(project)).rejects.toMatchObject({ code: 'reauthentication-required' });
    expect(callers).toBe(0);

    await project.write(file, written);
    await store.save('org');
    const { host } = await project.host({ connectors });
    await expect(host.connection('org').test()).rejects.toMatchObject({ code: 'proxy-refused' });
    await host.close();
    expect(callers).toBeGreaterThan(0);
    await new Promise((resolve) => other.close(resolve));
  });
});
