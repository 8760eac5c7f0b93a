import { describe, expect, it } from 'vitest';
import {
  connectionConfigSchema,
  parseConnectionOptions,
  secretsOf,
} from '../../../src/connection/options/connection-options.ts';
import { ConnectorError } from '../../../src/errors/connector-error.ts';

const least = { name: 'Org', username: 'me@example.com', password: 'secret' };

function failureOf(config: unknown): ConnectorError {
  try {
    parseConnectionOptions(config);
  } catch (error) {
    if (error instanceof ConnectorError) return error;
  }
  throw new TypeError('The configuration was accepted.');
}

function problemPaths(config: unknown): readonly string[] {
  const error = failureOf(config);
  expect(error.code).toBe('invalid-configuration');
  return (error.details['problems'] as { path: string }[]).map(({ path }) => path);
}

describe('parseConnectionOptions', () => {
  it('fills in every default and freezes the result', () => {
    const options = parseConnectionOptions(least);
    expect(options).toEqual({
      name: 'Org',
      loginUrl: 'https://login.salesforce.com',
      username: 'me@example.com',
      password: 'secret',
      securityToken: '',
      authentication: { type: 'soap-login' },
      apiVersion: '67.0',
      clientName: 'service-cloud-connector',
      connectTimeoutMs: 20_000,
      answerTimeoutMs: 630_000,
      idleTimeoutMs: 120_000,
      retryDeadlineMs: 600_000,
      proxy: 'environment',
      tls: {},
      allowInsecureHttp: false,
      maxConcurrentRequests: 10,
      apiCallReserve: 0,
      maxLoginsPerHour: 10,
      sessionCache: false,
      notes: [],
    });
    expect(Object.isFrozen(options)).toBe(true);
    expect(Object.isFrozen(options.authentication)).toBe(true);
  });

  it('does not change what it was given', () => {
    const config = Object.freeze({ ...least, authentication: Object.freeze({ type: 'soap-login' }) });
    parseConnectionOptions(config);
    expect(config).toEqual({ ...least, authentication: { type: 'soap-login' } });
  });

  it('keeps a password to the last character', () => {
    const password = ' £&<>"\'\r\n\t🔑 ';
    expect(parseConnectionOptions({ ...least, password }).password).toBe(password);
  });

  it('tells every problem at once, with its place', () => {
    const config = {
      name: 'a/b:c',
      serverHost: 'ftp://x',
      sandbox: 'yes',
      password: 7,
      apiVersion: '67',
      maxConcurrentRequests: 0,
      connectTimeoutSeconds: -1,
      clientName: 'a;b',
      authentication: { type: 'magic' },
      passwort: 'typo',
    };
    expect([...problemPaths(config)].sort()).toEqual([
      'apiVersion',
      'authentication.type',
      'clientName',
      'connectTimeoutSeconds',
      'maxConcurrentRequests',
      'name',
      'password',
      'passwort',
      'sandbox',
    ]);
  });

  it('tells what is wrong with the host next to the other problems', () => {
    expect(problemPaths({ ...least, username: '', serverHost: 'http://example.com' })).toEqual([
      'username',
      'serverHost',
    ]);
  });

  it('refuses plain http to another machine as insecure-host', () => {
    expect(failureOf({ ...least, serverHost: 'http://example.com' }).code).toBe('insecure-host');
  });

  it.each([null, undefined, 'text', 7, []])('refuses %s', (config) => {
    expect(failureOf(config).code).toBe('invalid-configuration');
  });

  it.each(['\u0000', '\u001b', '\ud800', '\uffff'])(
    'refuses a password that no request can carry',
    (character) => {
      expect(problemPaths({ ...least, password: `x${character}` })).toEqual(['password']);
    },
  );

  it.each([
    ['soap-login', {}, ['username', 'password']],
    ['oauth-username-password', { clientId: 'c', clientSecret: 's' }, ['username', 'password']],
    ['oauth-jwt-bearer', { clientId: 'c' }, ['username', 'authentication.privateKey']],
    ['oauth-client-credentials', { clientId: 'c', clientSecret: 's' }, ['serverHost']],
    ['oauth-refresh-token', { clientId: 'c', refreshToken: 'r' }, []],
    ['bearer', { accessToken: 'a' }, ['serverHost']],
  ])('tells what %s needs besides', (type, fields, paths) => {
    const config = { name: 'Org', authentication: { type, ...fields } };
    if (paths.length > 0) expect(problemPaths(config)).toEqual(paths);
    else expect(parseConnectionOptions(config).authentication).toEqual(config.authentication);
  });

  it('refuses both a text and a file for the same thing', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----';
    const authentication = {
      type: 'oauth-jwt-bearer',
      clientId: 'c',
      privateKey: key,
      privateKeyFile: 'k.pem',
    };
    expect(problemPaths({ ...least, authentication })).toEqual(['authentication.privateKey']);
    expect(problemPaths({ ...least, tls: { ca: key, caFile: 'ca.pem' } })).toEqual(['tls.ca']);
  });

  it('refuses half a client certificate', () => {
    expect(problemPaths({ ...least, tls: { certificateFile: 'c.pem' } })).toEqual(['tls.key']);
    expect(problemPaths({ ...least, tls: { keyFile: 'k.pem' } })).toEqual(['tls.certificate']);
  });

  it('says when the sandbox switch changes nothing', () => {
    const serverHost = 'https://acme.my.salesforce.com';
    expect(parseConnectionOptions({ ...least, serverHost, sandbox: true })).toMatchObject({
      loginUrl: serverHost,
      notes: [expect.stringContaining('acme.my.salesforce.com') as string],
    });
    expect(parseConnectionOptions({ ...least, sandbox: true })).toMatchObject({
      loginUrl: 'https://test.salesforce.com',
      notes: [],
    });
  });

  it('says which fields the way of logging in does not use', () => {
    const config = {
      ...least,
      securityToken: 'x',
      serverHost: 'https://acme.my.salesforce.com',
      authentication: { type: 'bearer', accessToken: 'a' },
    };
    expect(parseConnectionOptions(config).notes).toEqual([
      'bearer does not use `username`, `password`, `securityToken`.',
    ]);
  });

  it('takes plain http of another machine only when that is allowed, and says what it means', () => {
    const config = { ...least, serverHost: 'http://example.com', allowInsecureHttp: true };
    expect(parseConnectionOptions(config)).toMatchObject({
      loginUrl: 'http://example.com',
      notes: [expect.stringContaining('plain http') as string],
    });
  });

  it('refuses versions without Bulk API 2.0 queries', () => {
    expect(problemPaths({ ...least, apiVersion: '46.0' })).toEqual(['apiVersion']);
    expect(parseConnectionOptions({ ...least, apiVersion: '47.0' }).apiVersion).toBe('47.0');
  });

  it('never repeats a value in its message', () => {
    const error = failureOf({ ...least, password: ['hunter2-canary'], securityToken: { a: 'token-canary' } });
    expect(`${error.message}${JSON.stringify(error.details)}`).not.toMatch(/canary/u);
  });
});

describe('secretsOf', () => {
  it('finds every secret of a connection', () => {
    const options = parseConnectionOptions({
      ...least,
      securityToken: 'token',
      authentication: { type: 'oauth-username-password', clientId: 'app', clientSecret: 'client' },
      proxy: { url: 'http://proxy.example:3128', username: 'me', password: 'proxy' },
      tls: { certificateFile: 'c.pem', keyFile: 'k.pem', passphrase: 'phrase' },
    });
    expect(secretsOf(options)).toEqual(['secrettoken', 'secret', 'token', 'client', 'proxy', 'phrase']);
  });
});

describe('connectionConfigSchema', () => {
  const properties = connectionConfigSchema()['properties'] as Record<string, Record<string, unknown>>;

  it('gives every field a title and a description', () => {
    for (const [name, field] of Object.entries(properties)) {
      expect(field, name).toMatchObject({
        title: expect.stringMatching(/^[A-Z]/u) as string,
        description: expect.stringMatching(/\.$/u) as string,
      });
    }
  });

  it('marks exactly the secrets as such', () => {
    const secrets = Object.keys(properties).filter((name) => properties[name]?.['writeOnly'] === true);
    expect(secrets).toEqual(['password', 'securityToken']);
    expect(secrets.map((name) => properties[name]?.['format'])).toEqual(['password', 'password']);
  });

  it('asks for a name only, and allows nothing unknown', () => {
    expect(connectionConfigSchema()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      required: ['name'],
      additionalProperties: false,
    });
  });

  it('states the same defaults as the parser uses', () => {
    const defaults = Object.fromEntries(
      Object.entries(properties).flatMap(([name, field]) =>
        'default' in field ? [[name, field['default']]] : [],
      ),
    );
    expect(parseConnectionOptions({ ...least, ...defaults })).toEqual(parseConnectionOptions(least));
  });
});
