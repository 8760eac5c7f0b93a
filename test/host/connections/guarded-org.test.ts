import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { salesforceServiceCloud } from '../../../src/plugin.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { projectFolder, type Opening, type ProjectFolder } from './project-folder.ts';

const file = 'connections/org.json';
const connectors = [salesforceServiceCloud];

/** A connection to the org, saved in a project that guards it. */
async function savedFor(org: TestOrg, serverHost: unknown = org.url, opening: Opening = {}) {
  const project = await projectFolder({ reauthenticateOnChange: true });
  const store = project.store({ connectors, ...opening });
  const { username, password, securityToken } = org;
  await store.draft('org', { fields: { serverHost, username }, secrets: { password, securityToken } });
  await store.save('org');
  return project;
}

async function tested(project: ProjectFolder, opening: Opening = {}): Promise<unknown> {
  const { host } = await project.host({ connectors, ...opening });
  try {
    return await host.connection('org').test();
  } finally {
    await host.close();
  }
}

const refused = expect.objectContaining({ code: 'reauthentication-required' });

describe('under the policy', () => {
  test('a saved connection works, and its password is in no file', async () => {
    await using org = await startTestOrg();
    const project = await savedFor(org);
    expect(await tested(project)).toMatchObject({ ok: true });
    expect(await project.read(file)).not.toContain(org.password);
  });

  test('no byte goes to a host that was written into the file, until everything was entered again', async () => {
    await using org = await startTestOrg();
    await using other = await startTestOrg({ password: 'of the other org', securityToken: 'OTHER' });
    const project = await savedFor(org);
    await project.write(file, { ...(await project.json(file)), serverHost: other.url });
    await expect(tested(project)).rejects.toEqual(refused);

    const store = project.store({ connectors });
    await store.draft('org', { secrets: { password: other.password } });
    await expect(store.save('org')).rejects.toMatchObject({ details: { fields: ['securityToken'] } });
    await expect(tested(project)).rejects.toEqual(refused);
    expect(other.requests()).toEqual([]);

    await store.draft('org', { secrets: { securityToken: other.securityToken } });
    await store.save('org');
    expect(await tested(project)).toMatchObject({ ok: true });
    expect(other.activity()).toMatchObject({ logins: 1 });
    expect(org.requests()).toEqual([]);
  });

  test('no byte goes to a host that comes through a variable', async () => {
    await using org = await startTestOrg();
    let callers = 0;
    const other = createServer(() => (callers += 1)).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const project = await savedFor(org, '[host]', { variables: { host: org.url } });
    expect(await tested(project, { variables: { host: org.url } })).toMatchObject({ ok: true });
    const elsewhere = { variables: { host: `http://127.0.0.1:${port}` } };
    await expect(tested(project, elsewhere)).rejects.toMatchObject({
      code: 'reauthentication-required',
      message: expect.stringMatching(/the host was http.* and is http.* through serverHost/u),
    });
    await new Promise((resolve) => other.close(resolve));
    expect(callers).toBe(0);
  });

  test.each([
    ['username', { username: 'eve@example.com' }, /username was .* and is eve@example\.com/u],
    ['sandbox', { sandbox: true }, /sandbox was false and is true/u],
    [
      'authentication',
      { authentication: { type: 'bearer', accessToken: '[t{x}]' } },
      /authentication\.type was soap-login and is bearer/u,
    ],
  ])('a change of %s is refused by name', async (_, changes, words) => {
    await using org = await startTestOrg();
    const project = await savedFor(org);
    await project.write(file, { ...(await project.json(file)), ...changes });
    await expect(tested(project)).rejects.toMatchObject({
      code: 'reauthentication-required',
      message: expect.stringMatching(words),
    });
    expect(org.requests()).toEqual([]);
  });

  test('the sandbox switch changes the host of a connection at the standard host', async () => {
    const project = await projectFolder({ reauthenticateOnChange: true });
    const store = project.store({ connectors });
    await store.draft('org', {
      fields: { username: 'ada@example.com', sandbox: '[isSandbox{false}]' },
      secrets: { password: 'p', securityToken: '' },
    });
    await store.save('org');
    await expect(tested(project, { variables: { isSandbox: 'true' } })).rejects.toMatchObject({
      message: expect.stringContaining(
        'the host was https://login.salesforce.com and is https://test.salesforce.com through sandbox',
      ),
    });
  });
});

test('without the policy the other host is used, with a warning', async () => {
  await using org = await startTestOrg();
  await using other = await startTestOrg();
  const project = await savedFor(org);
  await project.write('project.json', { name: 'test' });
  await project.write(file, { ...(await project.json(file)), serverHost: other.url });
  const { host, warnings } = await project.host({ connectors });
  await host.connection('org').test();
  await host.close();
  expect(warnings).toEqual([expect.stringContaining(`and is ${other.url}`)]);
  expect(other.activity()).toMatchObject({ logins: 1 });
});

test('another authority, which could stand in for the host, is refused, also through a variable', async () => {
  await using org = await startTestOrg();
  const project = await projectFolder({ reauthenticateOnChange: true });
  const pem = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`;
  const { username, password, securityToken, url: serverHost } = org;
  const given = { variables: { ca: pem('one') } };
  const store = project.store({ connectors, ...given });
  const fields = { serverHost, username, tls: { ca: '[ca]' } };
  await store.draft('org', { fields, secrets: { password, securityToken } });
  await store.save('org');
  await expect(tested(project, { variables: { ca: pem('two') } })).rejects.toMatchObject({
    code: 'reauthentication-required',
    message: expect.stringContaining('the trusted authorities are others through tls.ca'),
  });
  await project.write(file, { ...(await project.json(file)), tls: { ca: pem('two') } });
  await expect(tested(project, given)).rejects.toMatchObject({
    message: expect.stringContaining('tls.ca was [ca] and is a text of 57 characters'),
  });
  expect(org.requests()).toEqual([]);
});
