import { describe, expect, it } from 'vitest';
import {
  connectionConfigSchema,
  parseConnectionOptions,
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
      connectTimeoutMs: 20_000,
      idleTimeoutMs: 630_000,
      maxConcurrentRequests: 10,
      clientName: 'service-cloud-connector',
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
      'username',
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

  it('refuses versions without Bulk API 2.0 queries', () => {
    expect(problemPaths({ ...least, apiVersion: '46.0' })).toEqual(['apiVersion']);
    expect(parseConnectionOptions({ ...least, apiVersion: '47.0' }).apiVersion).toBe('47.0');
  });

  it('never repeats a value in its message', () => {
    const error = failureOf({ ...least, password: ['hunter2-canary'], securityToken: { a: 'token-canary' } });
    expect(`${error.message}${JSON.stringify(error.details)}`).not.toMatch(/canary/u);
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

  it('asks for name, username and password only, and allows nothing unknown', () => {
    expect(connectionConfigSchema()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      required: ['name', 'username', 'password'],
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
