import { describe, expect, it } from 'vitest';
import type { ConnectorError } from '../../../src/errors/connector-error.ts';
import { openSalesforceConnection } from '../../../src/connection/open-salesforce-connection.ts';
import { startUsersOrg } from '../../local-org/auth/users-org.ts';
import { testRunContext } from '../../support/test-run-context.ts';
import type { TestOrg } from '../../support/local-org.ts';

const strange = `£&<>"'ß漢 long enough`;

async function logInTo(org: TestOrg, fields: Readonly<Record<string, unknown>>): Promise<unknown> {
  const connection = openSalesforceConnection(
    { name: 'Local', serverHost: org.url, ...fields },
    testRunContext(),
  );
  try {
    return await connection.listObjects();
  } catch (error) {
    return error;
  } finally {
    await connection.close();
  }
}

const always = { username: 'ina@shop.example', password: strange, securityToken: 'TOKEN123' };

describe('SOAP login to the local org', () => {
  it.each([
    ['a password of every kind of character (E26)', {}, {}, {}],
    ['no security token where the org wants none', { securityToken: '' }, { securityToken: '' }, {}],
    [
      'no security token from a trusted address',
      {},
      { securityToken: '' },
      { trustedIpRanges: [loopback()] },
    ],
  ])('takes %s', async (_what, user, fields, org) => {
    await using local = await startUsersOrg({ users: [{ ...always, ...user }], org });
    expect(await logInTo(local, { ...always, ...fields })).toEqual(expect.any(Array));
  });

  it.each([
    ['wrong password', {}, { password: 'wrong' }, {}, 'invalid-login', 'password'],
    ['missing token', {}, { securityToken: '' }, {}, 'security-token-required', 'securityToken'],
    ['inactive user', { isActive: false }, {}, {}, 'invalid-login', 'password'],
    ['locked user', { isLockedOut: true }, {}, {}, 'invalid-login', 'password'],
    ['expired password', { passwordExpired: true }, {}, {}, 'password-expired', 'password'],
    [
      'user outside of the login hours',
      { loginHours: [anotherDay()] },
      {},
      {},
      'login-time-not-allowed',
      'username',
    ],
    [
      'user outside of the IP ranges',
      { loginIpRanges: [{ start: '10.0.0.0', end: '10.0.0.9' }] },
      {},
      {},
      'login-address-not-allowed',
      'username',
    ],
    ['user without API', { permissions: [] }, {}, {}, 'api-not-enabled', 'username'],
    [
      'org without SOAP login',
      {},
      {},
      { soapLoginEnabled: false },
      'soap-login-unavailable',
      'authentication.type',
    ],
    [
      'user who may not log in by the API',
      {},
      {},
      { enforceUseAnyApiAuth: true },
      'login-not-permitted',
      'username',
    ],
  ])('meets a %s', async (_what, user, fields, org, code, field) => {
    await using local = await startUsersOrg({ users: [{ ...always, ...user }], org });
    const error = await logInTo(local, { ...always, ...fields });
    expect(error).toMatchObject({ code });
    expect((error as ConnectorError).details['fields']).toMatchObject({ 0: field });
  });

  it('meets the limit of logins an hour', async () => {
    await using local = await startUsersOrg({ users: [always], org: { loginsPerHour: 1 } });
    await logInTo(local, always);
    expect(await logInTo(local, always)).toMatchObject({
      code: 'login-rate-exceeded',
      retryAfterMs: 3_600_000,
    });
  });

  it('locks the user after too many wrong passwords, and says so then', async () => {
    await using local = await startUsersOrg({ users: [always], org: { maxLoginAttempts: 2 } });
    for (const code of ['invalid-login', 'invalid-login', 'user-locked-out']) {
      expect(await logInTo(local, { ...always, password: 'wrong' })).toMatchObject({ code });
    }
  });
});

/** Some hours of a day that is neither today nor next to it. */
function anotherDay() {
  const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
  return { day: days[(new Date().getUTCDay() + 3) % 7], from: '08:00', to: '18:00' };
}

function loopback() {
  return { start: '127.0.0.1', end: '127.0.0.1' };
}
