import { describe, expect, it } from 'vitest';
import { fieldsToFix, withFieldsToFix } from '../../../src/connection/check/fields-to-fix.ts';
import type { Authentication } from '../../../src/connection/options/authentication-schema.ts';
import { connectionConfigSchema } from '../../../src/connection/options/connection-options.ts';
import { errorCatalogue, type ErrorCode } from '../../../src/errors/catalogue.ts';
import { ConnectorError } from '../../../src/errors/connector-error.ts';

const clientId = 'id';
const clientSecret = 'secret';
const ways: readonly Authentication[] = [
  { type: 'soap-login' },
  { type: 'oauth-client-credentials', clientId, clientSecret },
  { type: 'oauth-jwt-bearer', clientId, privateKeyFile: 'key.pem' },
  { type: 'oauth-username-password', clientId, clientSecret },
  { type: 'oauth-refresh-token', clientId, refreshToken: 'token' },
  { type: 'bearer', accessToken: 'token' },
];

function named(code: ErrorCode, type: Authentication['type']): readonly string[] {
  const authentication = ways.find((way) => way.type === type);
  const loginUrl = 'https://login.salesforce.com';
  return authentication === undefined ? [] : fieldsToFix(code, { authentication, loginUrl });
}

/** Every path of the connection's schema, those of one way of logging in under `authentication`. */
function pathsOf(type: Authentication['type']): readonly string[] {
  const { properties } = connectionConfigSchema() as unknown as {
    properties: Record<string, { oneOf?: { properties: Record<string, { const?: string }> }[] }>;
  };
  const own = properties['authentication']?.oneOf?.find((way) => way.properties['type']?.const === type);
  return [
    ...Object.keys(properties),
    ...Object.keys(own?.properties ?? {}).map((name) => `authentication.${name}`),
  ];
}

describe('the fields to correct', () => {
  it.each<[ErrorCode, Authentication['type'], string]>([
    ['invalid-login', 'soap-login', 'password'],
    ['session-refused', 'oauth-client-credentials', 'authentication.clientId'],
    ['session-expired', 'bearer', 'authentication.accessToken'],
    ['permission-denied', 'oauth-jwt-bearer', 'username'],
    ['permission-denied', 'oauth-client-credentials', 'authentication.clientId'],
    ['security-token-required', 'soap-login', 'securityToken'],
    ['soap-login-unavailable', 'soap-login', 'authentication.type'],
    ['api-version-unsupported', 'oauth-refresh-token', 'apiVersion'],
    ['network-error', 'soap-login', 'serverHost'],
  ])('after %s with %s begin with %s', (code, type, path) => {
    expect(named(code, type)[0]).toBe(path);
  });

  it.each(ways.map(({ type }) => type))('are fields that a connection with %s has', (type) => {
    const known = pathsOf(type);
    for (const code of Object.keys(errorCatalogue) as ErrorCode[]) {
      expect(known).toEqual(expect.arrayContaining([...named(code, type)]));
    }
  });

  it('name the key that is set, of the two that exclude each other', () => {
    const byFile = named('session-refused', 'oauth-jwt-bearer');
    expect(byFile).toContain('authentication.privateKeyFile');
    expect(byFile).not.toContain('authentication.privateKey');
  });

  it('name the sandbox switch only beside a host that follows it', () => {
    const authentication = { type: 'soap-login' } as const;
    const names = (loginUrl: string) => fieldsToFix('invalid-login', { authentication, loginUrl });
    expect(names('https://test.salesforce.com')).toContain('sandbox');
    expect(names('https://shop.my.salesforce.com')).not.toContain('sandbox');
  });

  it('are none after what no field can cure', () => {
    expect(named('cancelled', 'soap-login')).toEqual([]);
    expect(named('internal-error', 'soap-login')).toEqual([]);
  });
});

describe('an error', () => {
  const soap = {
    authentication: { type: 'soap-login' },
    loginUrl: 'https://shop.my.salesforce.com',
  } as const;

  it('keeps code, message, steps and details when it gets its fields', () => {
    const error = new ConnectorError('security-token-required', 'No.', {
      details: { status: 500 },
      nextSteps: ['First this.'],
    });
    expect(withFieldsToFix(error, soap)).toMatchObject({
      code: 'security-token-required',
      message: 'No.',
      details: { status: 500, fields: ['securityToken'] },
      nextSteps: error.nextSteps,
    });
  });

  it.each([
    [
      'that names its fields',
      new ConnectorError('invalid-login', 'No.', { details: { fields: ['username'] } }),
    ],
    ['that no field can cure', new ConnectorError('cancelled', 'Cancelled.')],
    ['of somebody else', new TypeError('x')],
  ])('%s stays as it is', (_what, error) => {
    expect(withFieldsToFix(error, soap)).toBe(error);
  });
});
