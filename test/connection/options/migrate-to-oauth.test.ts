import { describe, expect, it } from 'vitest';
import { parseConnectionOptions } from '../../../src/connection/options/connection-options.ts';
import { migrateToOAuth } from '../../../src/connection/options/migrate-to-oauth.ts';

const production = {
  type: 'salesforce-service-cloud',
  name: 'my-org',
  serverHost: 'https://shop.my.salesforce.com',
  username: 'integration@shop.example',
  password: { env: 'SF_PASSWORD' },
  securityToken: '[token]',
  answerTimeoutSeconds: 60,
  apiCallReserve: '[reserve]',
};

describe('a connection moved to client credentials', () => {
  it('has variables for the client and neither user, password nor token', () => {
    const { connection, variables } = migrateToOAuth(production, { type: 'oauth-client-credentials' });
    expect(connection).toEqual({
      type: 'salesforce-service-cloud',
      name: 'my-org',
      serverHost: 'https://shop.my.salesforce.com',
      authentication: {
        type: 'oauth-client-credentials',
        clientId: '[my_org_client_id]',
        clientSecret: '[my_org_client_secret]',
      },
      answerTimeoutSeconds: 60,
      apiCallReserve: '[reserve]',
    });
    expect(variables).toMatchObject([
      { name: 'my_org_client_id', secret: false },
      { name: 'my_org_client_secret', secret: true },
    ]);
  });

  it('is a valid connection once its variables have values', () => {
    const { connection } = migrateToOAuth(production, { type: 'oauth-client-credentials' });
    const { type: _type, apiCallReserve: _reserve, ...fields } = connection;
    expect(parseConnectionOptions(fields)).toMatchObject({
      name: 'my-org',
      answerTimeoutMs: 60_000,
      notes: [],
    });
  });

  it.each([
    ['no host', {}],
    ['the standard host', { serverHost: 'https://login.salesforce.com' }],
    ['the standard host as the default of a variable', { serverHost: '[host{test.salesforce.com}]' }],
  ])('wants the My Domain host when there is %s', (_what, host) => {
    const { serverHost: _host, ...rest } = production;
    const from = { ...rest, ...host, sandbox: true };
    expect(() => migrateToOAuth(from, { type: 'oauth-client-credentials' })).toThrow(
      expect.objectContaining({
        code: 'invalid-configuration',
        details: { problems: [expect.objectContaining({ path: 'serverHost' })] },
      }) as Error,
    );
    const myDomainHost = 'shop--test.sandbox.my.salesforce.com/';
    const { connection } = migrateToOAuth(from, { type: 'oauth-client-credentials', myDomainHost });
    expect(connection).toMatchObject({ serverHost: 'https://shop--test.sandbox.my.salesforce.com' });
    expect(connection).not.toHaveProperty('sandbox');
  });

  it.each([
    ['https://login.salesforce.com', 'login.salesforce.com'],
    ['test.salesforce.com', 'test.salesforce.com'],
    ['shop.lightning.force.com', '.my.salesforce.com'],
    ['shop.my.salesforce.com/services/Soap', 'host alone'],
    ['no host', 'not a host name'],
  ])('refuses %s as My Domain host', (myDomainHost, words) => {
    expect(() => migrateToOAuth(production, { type: 'oauth-client-credentials', myDomainHost })).toThrow(
      words,
    );
  });

  it.each([
    ['shop.my.salesforce.com', 'https://shop.my.salesforce.com'],
    [' https://shop.my.salesforce.com/ ', 'https://shop.my.salesforce.com'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['[domain].my.salesforce.com', 'https://[domain].my.salesforce.com'],
  ])('takes %s as My Domain host', (myDomainHost, serverHost) => {
    const { connection } = migrateToOAuth(production, { type: 'oauth-client-credentials', myDomainHost });
    expect(connection).toMatchObject({ serverHost });
  });

  it('keeps the sandbox switch only where a variable may stand for a standard host', () => {
    const to = { type: 'oauth-client-credentials' } as const;
    expect(migrateToOAuth({ ...production, sandbox: true }, to).connection).not.toHaveProperty('sandbox');
    const byVariable = { ...production, serverHost: 'https://[host]', sandbox: '[isSandbox]' };
    expect(migrateToOAuth(byVariable, to).connection).toMatchObject({
      serverHost: 'https://[host]',
      sandbox: '[isSandbox]',
    });
  });

  it('keeps client id and secret of a connection that had them', () => {
    const own = { clientId: '3MVG9', clientSecret: { env: 'SF_CLIENT_SECRET' } };
    const from = { ...production, authentication: { type: 'oauth-username-password', ...own } };
    const { connection, variables } = migrateToOAuth(from, { type: 'oauth-client-credentials' });
    expect(connection['authentication']).toEqual({ type: 'oauth-client-credentials', ...own });
    expect(variables).toEqual([]);
  });

  it.each([
    ['Müllers Büro 2', 'M_llers_B_ro_2_client_id'],
    ['漢字', 'connection_client_id'],
    ['a.b_c', 'a.b_c_client_id'],
  ])('of the name %s has the variable %s', (name, variable) => {
    const { connection } = migrateToOAuth({ ...production, name }, { type: 'oauth-client-credentials' });
    expect(connection).toMatchObject({ name, authentication: { clientId: `[${variable}]` } });
  });

  it('comes with the steps that are left, which name user, variables and test', () => {
    const steps = migrateToOAuth(production, { type: 'oauth-client-credentials' }).steps.join('\n');
    for (const part of ['integration@shop.example', 'my_org_client_secret', 'sfsc connection test my-org']) {
      expect(steps).toContain(part);
    }
    expect(steps.indexOf('External Client App')).toBeLessThan(steps.indexOf('my_org_client_id'));
  });
});

describe('a connection moved to a JWT', () => {
  it('keeps user, standard host and sandbox switch', () => {
    const from = { ...production, serverHost: 'login.salesforce.com', sandbox: true };
    const { connection, steps } = migrateToOAuth(from, { type: 'oauth-jwt-bearer' });
    expect(connection).toEqual({
      type: 'salesforce-service-cloud',
      name: 'my-org',
      serverHost: 'login.salesforce.com',
      sandbox: true,
      username: 'integration@shop.example',
      authentication: {
        type: 'oauth-jwt-bearer',
        clientId: '[my_org_client_id]',
        privateKeyFile: '[my_org_private_key_file]',
      },
      answerTimeoutSeconds: 60,
      apiCallReserve: '[reserve]',
    });
    expect(steps.join('\n')).toContain('certificate');
  });
});

describe('migrating', () => {
  it('leaves the connection that it was given as it was', () => {
    const before = structuredClone(production);
    migrateToOAuth(production, { type: 'oauth-jwt-bearer' });
    expect(production).toEqual(before);
  });

  it('refuses a connection that logs in this way already', () => {
    const from = { ...production, authentication: { type: 'oauth-jwt-bearer', clientId: 'x' } };
    expect(() => migrateToOAuth(from, { type: 'oauth-jwt-bearer' })).toThrow(
      expect.objectContaining({ code: 'unsupported-operation' }) as Error,
    );
  });

  it('never repeats a password or token', () => {
    const from = { ...production, password: 'canary-password', securityToken: 'canary-token' };
    for (const type of ['oauth-client-credentials', 'oauth-jwt-bearer'] as const) {
      expect(JSON.stringify(migrateToOAuth(from, { type }))).not.toContain('canary');
    }
  });
});
