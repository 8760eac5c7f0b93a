import { describe, expect, test } from 'vitest';
import { fieldEdits, type FieldEditOptions } from '../../../src/cli/fields/field-edits.ts';
import { fieldsOfSchema } from '../../../src/cli/fields/field-schema.ts';
import type { UsageFailure } from '../../../src/cli/usage-failure.ts';
import { salesforceServiceCloud } from '../../../src/plugin.ts';

const schema = salesforceServiceCloud.manifest.connection;
const fields = fieldsOfSchema(schema);
const edits = (options: Partial<FieldEditOptions>) =>
  fieldEdits({ set: [], env: [], enter: [], remove: [], ...options }, fields);
const valueOf = (text: string): unknown => {
  const [edit] = edits({ set: [text] });
  return edit?.kind === 'set' ? edit.value : undefined;
};

function failureOf(options: Partial<FieldEditOptions>): string {
  try {
    edits(options);
  } catch (error) {
    const { message, nextSteps } = error as UsageFailure;
    return [message, ...nextSteps].join(' ');
  }
  return 'nothing failed';
}

test('the fields of the schema are found at any depth and in every alternative, secrets marked', () => {
  const secrets = fields.filter(({ isSecret }) => isSecret).map(({ path }) => path);
  expect(secrets.sort()).toEqual([
    'authentication.accessToken',
    'authentication.clientSecret',
    'authentication.privateKey',
    'authentication.privateKeyPassphrase',
    'authentication.refreshToken',
    'password',
    'proxy.password',
    'securityToken',
    'tls.key',
    'tls.passphrase',
  ]);
  expect(fields.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['serverHost', 'proxy', 'proxy.bypass', 'authentication.type', 'tls.caFile']),
  );
});

describe('--set', () => {
  test.each([
    ['sandbox=true', true],
    ['sandbox=false', false],
    ['sandbox=[isSandbox]', '[isSandbox]'],
    ['maxConcurrentRequests=5', 5],
    ['idleTimeoutSeconds=1.5', 1.5],
    ['username=007', '007'],
    ['username=a=b', 'a=b'],
    ['username=', ''],
    ['apiVersion=67.0', '67.0'],
    ['proxy=none', 'none'],
    ['proxy.bypass=a.example, b.example', ['a.example', 'b.example']],
    ['authentication.type=oauth-jwt-bearer', 'oauth-jwt-bearer'],
    ['password=[pw]', '[pw]'],
    ['password=[raw:pw]', '[raw:pw]'],
    ['sandbox=[raw:isSandbox]', '[raw:isSandbox]'],
    ['password=[pw][more.of_it]', '[pw][more.of_it]'],
  ])('%s is of the type that the field has', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test.each([
    ['sandbox=yes', 'sandbox must be true or false'],
    ['maxConcurrentRequests=many', 'must be a whole number'],
    ['maxConcurrentRequests=1.5', 'must be a whole number'],
    ['idleTimeoutSeconds=', 'must be a number'],
    ['pasword=x', 'A connection has no field pasword'],
    ['clientId=x', 'Did you mean authentication.clientId?'],
    ['authentication=x', 'no field authentication.'],
    ['name=other', 'connection rename OLD NEW'],
    ['=x', 'takes PATH=VALUE'],
    ['proxy.url=http://me:canary@proxy.example:1', 'proxy.url must not hold a user name or password'],
    ['serverHost=https://me@example.com', 'serverHost must not hold'],
  ])('%s is refused: %s', (text, message) => {
    expect(failureOf({ set: [text] })).toContain(message);
  });

  test.each(['canary', 'canary[pw]', '[pw{canary}]', ''])(
    'refuses the secret %j in clear text, naming the other ways and never the secret',
    (secret) => {
      const failure = failureOf({ set: [`password=${secret}`] });
      expect(failure).toContain('history of the shell');
      for (const way of ['--enter password', '--env password=NAME', '--set password=[name]'])
        expect(failure).toContain(way);
      expect(failure).not.toContain('canary');
    },
  );

  test('does not repeat what has no path: it may be a secret', () => {
    expect(failureOf({ set: ['canary'] })).not.toContain('canary');
    expect(failureOf({ env: ['canary'] })).not.toContain('canary');
    expect(failureOf({ env: ['password=canary secret!'] })).not.toContain('canary');
  });
});

test('--env makes a reference to an environment variable, for a secret as well', () => {
  expect(edits({ env: ['password=SF_PASSWORD'] })).toEqual([
    { kind: 'set', path: 'password', value: { env: 'SF_PASSWORD' } },
  ]);
});

test('--enter is for secrets only', () => {
  expect(edits({ enter: ['password'] })).toEqual([{ kind: 'enter', path: 'password' }]);
  expect(failureOf({ enter: ['username'] })).toContain('--set username=VALUE');
});

test('one field is changed once', () => {
  expect(failureOf({ set: ['password=[pw]'], enter: ['password'] })).toContain('more than once');
});
