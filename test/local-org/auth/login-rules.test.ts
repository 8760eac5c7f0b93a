import { describe, expect, it } from 'vitest';
import { signIn } from '../server/org-client.ts';
import { elementText, limitsWith, postForm, soapCall, soapLogin, startUsersOrg } from './users-org.ts';

const hourMs = 3_600_000;
const ina = { username: 'ina@shop.example', password: 'secret12', securityToken: 'TOK' };

/** The fault code and type of a login of Ina, or `in`. */
async function loginWith(
  user: object,
  { org = {}, passwordAndToken = 'secret12TOK', now = Date.UTC(2030, 0, 7, 12) } = {},
): Promise<string> {
  await using local = await startUsersOrg(
    { users: [{ ...ina, ...user }], org },
    { clock: { now: () => now } },
  );
  return outcome(await soapLogin(local, ina.username, passwordAndToken));
}

function outcome(answer: Awaited<ReturnType<typeof soapLogin>>): string {
  if (answer.status === 200) return 'in';
  expect(answer.status).toBe(500);
  const type = /xsi:type="sf:(\w+)"/.exec(answer.text)?.[1] ?? '';
  return `${type} ${elementText(answer, 'faultcode') ?? ''}`;
}

describe('a login', () => {
  it.each([
    ['of a usual user', {}, {}, 'in'],
    ['of an inactive user', { isActive: false }, {}, 'LoginFault sf:INVALID_LOGIN'],
    ['of a locked user', { isLockedOut: true }, {}, 'LoginFault sf:INVALID_LOGIN'],
    ['without Api Enabled', { permissions: [] }, {}, 'LoginFault sf:API_DISABLED_FOR_ORG'],
    [
      'without Use Any API Auth where it is enforced',
      {},
      { org: { enforceUseAnyApiAuth: true } },
      'LoginFault sf:INSUFFICIENT_ACCESS',
    ],
    [
      'with Use Any API Auth where it is enforced',
      { permissions: ['ApiEnabled', 'UseAnyApiAuth'] },
      { org: { enforceUseAnyApiAuth: true } },
      'in',
    ],
    [
      'from a foreign address',
      { loginIpRanges: [{ start: '10.0.0.0', end: '10.0.0.255' }] },
      {},
      'LoginFault sf:LOGIN_DURING_RESTRICTED_DOMAIN',
    ],
    ['from an own address', { loginIpRanges: [{ start: '127.0.0.1', end: '127.0.0.1' }] }, {}, 'in'],
    [
      'on another day',
      { loginHours: [{ day: 'tuesday', from: '00:00', to: '24:00' }] },
      {},
      'LoginFault sf:LOGIN_DURING_RESTRICTED_TIME',
    ],
    [
      'after hours',
      { loginHours: [{ day: 'monday', from: '08:00', to: '12:00' }] },
      {},
      'LoginFault sf:LOGIN_DURING_RESTRICTED_TIME',
    ],
    ['in time', { loginHours: [{ day: 'monday', from: '12:00', to: '12:01' }] }, {}, 'in'],
    [
      'without the token, from anywhere',
      {},
      { passwordAndToken: 'secret12' },
      'LoginFault sf:LOGIN_MUST_USE_SECURITY_TOKEN',
    ],
    [
      'without the token, from a trusted address',
      {},
      {
        passwordAndToken: 'secret12',
        org: { trustedIpRanges: [{ start: '127.0.0.0', end: '127.255.255.255' }] },
      },
      'in',
    ],
    [
      'without a token that the user has none of',
      { securityToken: '' },
      { passwordAndToken: 'secret12' },
      'in',
    ],
  ])('%s', async (_what, user, how, expected) => {
    expect(await loginWith(user, how)).toBe(expected);
  });

  it('takes passwords beyond ASCII, by SOAP and by OAuth (E26)', async () => {
    const password = '£&<>"\'ß漢';
    await using org = await startUsersOrg({ users: [{ ...ina, password }] });
    expect(outcome(await soapLogin(org, ina.username, `${password}TOK`))).toBe('in');
    const { clientId: client_id, clientSecret: client_secret } = org;
    const form = { grant_type: 'password', client_id, client_secret, username: ina.username };
    expect((await postForm(org, 'token', { ...form, password: `${password}TOK` })).status).toBe(200);
  });

  it('is switched off in the words of a real org', async () => {
    await using org = await startUsersOrg({ org: { soapLoginEnabled: false } });
    const answer = await soapLogin(org, org.username, org.password + org.securityToken);
    expect(outcome(answer)).toBe('UnexpectedErrorFault sf:INVALID_OPERATION');
    expect(elementText(answer, 'exceptionMessage')).toBe(
      'SOAP API login() is disabled by default in this org. Contact the org administrator to enable SOAP API login().',
    );
  });

  it('of more than 10 KB is refused', async () => {
    await using org = await startUsersOrg({});
    const answer = await soapLogin(org, org.username, 'x'.repeat(10 * 1024));
    expect(outcome(answer)).toBe('UnexpectedErrorFault sf:EXCEEDED_MAX_SIZE_REQUEST');
  });

  it('locks out after so many wrong passwords, until the lockout is over (E21)', async () => {
    let now = Date.UTC(2030, 0, 7);
    const org = { maxLoginAttempts: 3, lockoutMinutes: 15 };
    await using local = await startUsersOrg({ users: [ina], org }, { clock: { now: () => now } });
    const attempt = async (password: string) => outcome(await soapLogin(local, ina.username, password));
    const wrong = 'LoginFault sf:INVALID_LOGIN';

    expect([await attempt('x'), await attempt('x'), await attempt('secret12TOK')]).toEqual([
      wrong,
      wrong,
      'in',
    ]);
    expect([await attempt('x'), await attempt('x'), await attempt('x')]).toEqual([wrong, wrong, wrong]);
    expect(await attempt('secret12TOK')).toBe('LoginFault sf:PASSWORD_LOCKOUT');
    expect(outcome(await soapLogin(local, local.username, local.password + local.securityToken))).toBe('in');
    now += hourMs / 4;
    expect(await attempt('secret12TOK')).toBe('in');
  });

  it('beyond the limit of an hour blocks the user for an hour (E2)', async () => {
    let now = Date.UTC(2030, 0, 7);
    await using local = await startUsersOrg(
      { users: [ina], org: { loginsPerHour: 2 } },
      { clock: { now: () => now } },
    );
    const attempt = () => soapLogin(local, ina.username, 'secret12TOK');
    expect([outcome(await attempt()), outcome(await attempt())]).toEqual(['in', 'in']);
    now += hourMs / 2;
    expect(elementText(await attempt(), 'exceptionMessage')).toBe('Login Rate Exceeded');
    now += hourMs - 1;
    expect(elementText(await attempt(), 'exceptionMessage')).toBe('Login Rate Exceeded');
    now += 1;
    expect(outcome(await attempt())).toBe('in');
  });

  it('ends for users whose record is made inactive through the API', async () => {
    await using org = await startUsersOrg({ users: [ina] });
    const userId = elementText(await soapLogin(org, ina.username, 'secret12TOK'), 'userId')!;
    const admin = await signIn(org);
    await admin.call('PATCH', `/sobjects/User/${userId}`, { IsActive: false });
    expect(outcome(await soapLogin(org, ina.username, 'secret12TOK'))).toBe('LoginFault sf:INVALID_LOGIN');
  });
});

describe('the sessions of an org', () => {
  it('are one for all SOAP logins of a user where they are shared, and logout() ends it for all (C5)', async () => {
    await using org = await startUsersOrg({ users: [ina], org: { sharedSessions: true } });
    const idOf = async (username: string, password: string) =>
      elementText(await soapLogin(org, username, password), 'sessionId')!;
    const first = await idOf(ina.username, 'secret12TOK');
    expect(await idOf(ina.username, 'secret12TOK')).toBe(first);
    const others = await idOf(org.username, org.password + org.securityToken);
    expect(others).not.toBe(first);

    await soapCall(org, first, '<n:logout/>');
    expect((await limitsWith(org, first))[0]).toBe(401);
    expect((await limitsWith(org, others))[0]).toBe(200);
    expect(await idOf(ina.username, 'secret12TOK')).not.toBe(first);
  });

  it('end after the seconds that the file says, which getUserInfo() tells', async () => {
    let now = Date.UTC(2030, 0, 7);
    await using org = await startUsersOrg(
      { users: [ina], org: { sessionSecondsValid: 30, sandbox: true } },
      { clock: { now: () => now } },
    );
    const answer = await soapLogin(org, ina.username, 'secret12TOK');
    expect([elementText(answer, 'sessionSecondsValid'), elementText(answer, 'sandbox')]).toEqual([
      '30',
      'true',
    ]);
    const sessionId = elementText(answer, 'sessionId')!;
    now += 29_999;
    expect((await limitsWith(org, sessionId))[0]).toBe(200);
    now += 30_000;
    expect((await limitsWith(org, sessionId))[0]).toBe(401);
  });

  it('hold the permissions of their users: no hardDelete, no limits and no API without them', async () => {
    const without = { ...ina, username: 'none@shop.example', permissions: [] };
    const hard = { ...ina, username: 'hard@shop.example', permissions: ['ApiEnabled', 'BulkApiHardDelete'] };
    const clients = [{ clientId: 'none', clientSecret: 's', runAs: without.username }];
    await using org = await startUsersOrg({ users: [ina, without, hard], clients });
    const createAs = async (username: string) => {
      const sessionId = elementText(await soapLogin(org, username, 'secret12TOK'), 'sessionId')!;
      const response = await fetch(`${org.url}/services/data/v67.0/jobs/ingest`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${sessionId}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ object: 'Account', operation: 'hardDelete' }),
      });
      return response.status;
    };
    expect([await createAs(ina.username), await createAs(hard.username)]).toEqual([400, 200]);

    const hardSession = elementText(await soapLogin(org, hard.username, 'secret12TOK'), 'sessionId')!;
    expect(await limitsWith(org, hardSession)).toMatchObject([403, [{ errorCode: 'INSUFFICIENT_ACCESS' }]]);

    const form = { grant_type: 'client_credentials', client_id: 'none', client_secret: 's' };
    const { access_token: token } = (await postForm(org, 'token', form)).body;
    expect(await limitsWith(org, token!)).toEqual([
      403,
      [{ message: 'The REST API is not enabled for this Organization.', errorCode: 'API_DISABLED_FOR_ORG' }],
    ]);
    const call = await soapCall(org, token!, '<n:getUserInfo/>');
    expect(elementText(call, 'faultcode')).toBe('sf:API_DISABLED_FOR_ORG');
  });
});
