import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/errors/catalogue.ts';
import { memoryStateStore } from '../../support/memory-state-store.ts';
import { openTo, privateKey, startOAuthOrg, user, type OpenedConnection } from './oauth-org.ts';

const ping = { method: 'GET', path: 'limits', callClass: 'idempotent' } as const;
const clientSecret = 'client-secret';
const otherKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;

async function failureOf({ connection }: OpenedConnection): Promise<unknown> {
  return await connection.rest.send(ping).catch((error: unknown) => error);
}

interface Fault {
  readonly what: string;
  readonly authentication: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
  /** Rules of the org. */
  readonly org?: Readonly<Record<string, unknown>>;
  readonly code: ErrorCode;
  readonly fields: readonly string[];
}

const runsAs = (name: string) => ({
  type: 'oauth-client-credentials',
  clientId: `runs-as-${name}`,
  clientSecret,
});
const byPassword = { ...runsAs('ina'), type: 'oauth-username-password' };
const byKey = { type: 'oauth-jwt-bearer', clientId: 'jwt', privateKey };
const byToken = { ...runsAs('ina'), type: 'oauth-refresh-token', clientId: 'fixed' };

const clientFields = ['authentication.clientSecret', 'authentication.clientId'];
const passwordFields = ['password', 'securityToken', 'username', ...clientFields, 'serverHost'];

const faults: readonly Fault[] = [
  {
    what: 'an unknown client',
    authentication: runsAs('stranger'),
    code: 'oauth-client-unknown',
    fields: ['authentication.clientId', 'serverHost'],
  },
  {
    what: 'a wrong client secret',
    authentication: { ...runsAs('ina'), clientSecret: 'wrong' },
    code: 'oauth-client-secret-refused',
    fields: clientFields,
  },
  {
    what: 'an app without a run-as user',
    authentication: runsAs('nobody'),
    code: 'oauth-run-as-user-missing',
    fields: ['authentication.clientId'],
  },
  {
    what: 'a run-as user who is inactive',
    authentication: runsAs('gone'),
    code: 'oauth-user-inactive',
    fields: [],
  },
  {
    what: 'a run-as user who may not come from here',
    authentication: runsAs('far'),
    code: 'login-address-not-allowed',
    fields: ['authentication.clientId'],
  },
  {
    what: 'a run-as user outside of his login hours',
    authentication: runsAs('night'),
    code: 'login-time-not-allowed',
    fields: [],
  },
  {
    what: 'a user with too many logins',
    authentication: runsAs('ina'),
    org: { loginsPerHour: 1 },
    code: 'login-rate-exceeded',
    fields: [],
  },
  {
    what: 'an app that does not allow the flow',
    authentication: { ...runsAs('ina'), clientId: 'refresh-only' },
    code: 'oauth-flow-disabled',
    fields: ['authentication.type'],
  },
  {
    what: 'a wrong password',
    authentication: byPassword,
    config: { ...user, password: 'wrong' },
    code: 'invalid-login',
    fields: passwordFields,
  },
  {
    what: 'a wrong security token',
    authentication: byPassword,
    config: { ...user, securityToken: 'wrong' },
    code: 'invalid-login',
    fields: passwordFields,
  },
  {
    what: 'an org that blocks username-password flows',
    authentication: byPassword,
    config: user,
    org: { passwordGrantEnabled: false },
    code: 'invalid-login',
    fields: passwordFields,
  },
  {
    what: 'an expired password',
    authentication: byPassword,
    config: { ...user, username: 'old@shop.example' },
    code: 'password-expired',
    fields: ['password', 'securityToken'],
  },
  {
    what: 'an inactive user with a password',
    authentication: byPassword,
    config: { ...user, username: 'gone@shop.example' },
    code: 'oauth-user-inactive',
    fields: ['username'],
  },
  {
    what: 'a user whom the app may not stand for',
    authentication: byKey,
    config: { username: 'stranger@shop.example' },
    code: 'oauth-app-not-approved',
    fields: ['username', 'authentication.clientId'],
  },
  {
    what: 'a key that the app does not know',
    authentication: { ...byKey, privateKey: otherKey },
    config: { username: user.username },
    code: 'oauth-assertion-refused',
    fields: ['authentication.privateKey', 'authentication.clientId'],
  },
  {
    what: 'an audience that is another org',
    authentication: { ...byKey, audience: 'https://test.salesforce.com' },
    config: { username: user.username },
    code: 'oauth-audience-refused',
    fields: ['authentication.audience', 'serverHost', 'sandbox'],
  },
  {
    what: 'a refresh token that nobody knows',
    authentication: { ...byToken, refreshToken: 'never-given' },
    code: 'refresh-token-refused',
    fields: ['authentication.refreshToken', 'authentication.clientId', 'serverHost'],
  },
  {
    what: 'a refresh token of another app',
    authentication: { ...byToken, clientId: 'rotating', refreshToken: 'fixed-refresh-token' },
    code: 'refresh-token-refused',
    fields: ['authentication.refreshToken', 'authentication.clientId', 'serverHost'],
  },
];

describe('an OAuth login that the org refuses', () => {
  it.each(faults)('tells $what by code $code and the fields to correct', async (fault) => {
    await using org = await startOAuthOrg(fault.org);
    // So that the next login is one too many where the org allows one.
    if (fault.org?.['loginsPerHour'] === 1) {
      await using first = openTo(org.url, fault.authentication);
      await first.connection.rest.send(ping);
    }
    const before = org.activity().logins;
    await using opened = openTo(org.url, fault.authentication, {
      config: fault.config ?? {},
      state: memoryStateStore(),
    });
    const failure = await failureOf(opened);
    expect(failure).toMatchObject({ code: fault.code, details: { status: 400, fields: fault.fields } });
    expect(org.activity().logins - before).toBe(1);
  });

  it('is not asked again at once, whoever asks', async () => {
    await using org = await startOAuthOrg();
    await using opened = openTo(org.url, { ...runsAs('ina'), clientSecret: 'wrong' });
    await Promise.all(Array.from({ length: 20 }, () => failureOf(opened)));
    expect(await failureOf(opened)).toMatchObject({ code: 'oauth-client-secret-refused' });
    expect(org.activity().logins).toBe(1);
  });

  it.each([
    [-600_000, 'behind'],
    [600_000, 'ahead of'],
  ])(
    'says so when the clock of this machine is %i ms off and that may be why',
    async (milliseconds, words) => {
      await using org = await startOAuthOrg();
      await using opened = openTo(
        org.url,
        { ...byKey, ...(milliseconds > 0 ? { privateKey: otherKey } : {}) },
        { config: { username: user.username } },
      );
      opened.context.advance(milliseconds);
      expect(await failureOf(opened)).toMatchObject({
        code: milliseconds > 0 ? 'oauth-assertion-refused' : 'oauth-assertion-expired',
        nextSteps: expect.arrayContaining([
          expect.stringMatching(new RegExp(`(599|600|601) seconds ${words} that of the org`, 'u')),
        ]),
      });
    },
  );

  it('tells somebody who logs in by password what else "authentication failure" can mean', async () => {
    await using org = await startOAuthOrg({ passwordGrantEnabled: false });
    await using opened = openTo(org.url, byPassword, { config: user });
    expect(await failureOf(opened)).toMatchObject({
      message: expect.stringContaining('invalid_grant: authentication failure'),
      nextSteps: expect.arrayContaining([expect.stringContaining('OAuth and OpenID Connect Settings')]),
    });
  });
});
