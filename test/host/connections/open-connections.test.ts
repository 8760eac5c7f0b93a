import { describe, expect, test } from 'vitest';
import { createRunContext } from '../../../src/compose.ts';
import type { Connection } from '../../../src/contract/connection.ts';
import type { Connector } from '../../../src/contract/connector.ts';
import { clearTextSecrets } from '../../../src/host/connections/clear-text-secrets.ts';
import { OpenConnections } from '../../../src/host/connections/open-connections.ts';
import { secretFields } from '../../../src/host/connections/secret-fields.ts';
import { createVariableScope } from '../../../src/host/index.ts';
import { usageSince } from '../../../src/host/run/usage-since.ts';
import { toyConnector, toyLog } from '../toy-connector.ts';

const secret = { type: 'string', writeOnly: true };

describe('secret fields', () => {
  test('are found at any depth and in every alternative, each once', () => {
    const schema = {
      properties: {
        user: { type: 'string' },
        password: secret,
        authentication: {
          anyOf: [
            { properties: { type: { const: 'a' }, clientSecret: secret } },
            {
              properties: {
                type: { const: 'b' },
                clientSecret: secret,
                key: { oneOf: [{ properties: { pem: secret } }] },
              },
            },
          ],
        },
      },
    };
    const config = {
      user: 'u',
      password: 'p',
      authentication: { type: 'b', clientSecret: 'c', key: { pem: 'k' } },
    };
    expect(secretFields(schema, config)).toEqual([
      { path: 'password', value: 'p' },
      { path: 'authentication.clientSecret', value: 'c' },
      { path: 'authentication.key.pem', value: 'k' },
    ]);
  });

  test('that the configuration leaves out are none', () => {
    expect(secretFields({ properties: { password: secret } }, { user: 'u' })).toEqual([]);
    expect(secretFields({ properties: { password: secret } }, 'text')).toEqual([]);
    expect(secretFields(undefined, { password: 'p' })).toEqual([]);
  });
});

describe('secrets in clear text', () => {
  const schema = { properties: { password: secret } };
  const found = (password: unknown, address?: string) =>
    clearTextSecrets({
      schema,
      written: { password },
      resolved: { password, ...(address !== undefined && { address }) },
    });

  test.each([
    ['http://localhost:1', 0],
    ['http://127.0.0.1', 0],
    ['http://127.9.8.7:80/path', 0],
    ['http://[::1]:8080', 0],
    ['https://localhost.example.com', 1],
    ['https://example.com', 1],
    ['not an address', 1],
  ])('for %s: %i', (address, count) => {
    expect(found('clear', address)).toHaveLength(count);
  });

  test('are not those that are empty, or (partly) a variable', () => {
    expect(
      [
        found(''),
        found('[pw]'),
        found('[pw]-suffix'),
        found('[pw{x}]'),
        found('[raw:pw]'),
        found({ env: 'PW' }),
      ].flat(),
    ).toEqual([]);
    expect(found('[not a variable]')).toEqual(['password']);
  });
});

describe('open connections', () => {
  const file = (name: string) => ({
    file: `connections/${name}.json`,
    type: 'ndjson-folder',
    name,
    config: { name, folder: '[folder]', passphrase: '[pass{fallback-secret}]' },
  });
  const store = (connectors: readonly Connector[] = [toyConnector], secrets: string[] = []) =>
    new OpenConnections({
      connectors,
      context: createRunContext(),
      scope: createVariableScope({ overrides: { folder: '/nowhere' } }),
      reauthenticates: () => false,
      onSecret: (value) => secrets.push(value),
      onWarning: () => undefined,
    });

  test('gives the same connection for the same file, with its variables replaced', async () => {
    const opened = store();
    const { connection } = opened.open(file('a'));
    expect(opened.open(file('a')).connection).toBe(connection);
    expect(opened.open(file('b')).connection).not.toBe(connection);
    expect(connection).toMatchObject({ name: 'a', folder: '/nowhere' });
    await opened.close();
  });

  test('tells secrets before anything can go wrong with them', () => {
    const secrets: string[] = [];
    const { manifest } = toyConnector;
    const refusing: Connector = {
      ...toyConnector,
      manifest,
      connect: () => {
        throw new TypeError(`told before: ${secrets.join()}`);
      },
    };
    expect(() => store([refusing], secrets).open(file('a'))).toThrow('told before: fallback-secret');
  });

  test('tries again after a connection could not be made', async () => {
    let attempts = 0;
    const flaky: Connector = {
      ...toyConnector,
      connect: (config, context): Connection => {
        attempts += 1;
        if (attempts === 1) throw new TypeError('first');
        return toyConnector.connect(config, context);
      },
    };
    const opened = store([flaky]);
    expect(() => opened.open(file('a'))).toThrow('first');
    expect(opened.open(file('a')).connection.name).toBe('a');
    await opened.close();
  });

  test('closes every connection once, also when one refuses', async () => {
    const before = toyLog.closed;
    const stubborn: Connector = {
      ...toyConnector,
      manifest: { ...toyConnector.manifest, type: 'stubborn' },
      connect: (config, context): Connection => ({
        ...toyConnector.connect(config, context),
        close: () => Promise.reject(new TypeError('no')),
      }),
    };
    const opened = store([stubborn, toyConnector]);
    opened.open({ ...file('s'), type: 'stubborn' });
    opened.open(file('a'));
    opened.open(file('b'));
    await opened.close();
    await opened.close();
    expect(toyLog.closed - before).toBe(2);
  });
});

test('usage of a run is what was used between two readings', () => {
  const before = { apiCalls: 2, logins: 1, bytesSent: 10, bytesReceived: 100 };
  const after = { apiCalls: 5, logins: 1, bytesSent: 30, bytesReceived: 400 };
  expect(usageSince(before, after)).toEqual({ apiCalls: 3, logins: 0, bytesSent: 20, bytesReceived: 300 });
});
