import { describe, expect, it } from 'vitest';
import { elementText, limitsWith, postForm, soapCall, soapLogin, startUsersOrg } from './users-org.ts';

const old = { username: 'old@shop.example', password: 'secret12', securityToken: 'TOK' };

const setPassword = (userId: string, password: string) =>
  `<n:setPassword><n:userId>${userId}</n:userId><n:password>${password}</n:password></n:setPassword>`;

const changeOwn = (from: string, to: string) =>
  `<n:changeOwnPassword><n:oldPassword>${from}</n:oldPassword><n:newPassword>${to}</n:newPassword></n:changeOwnPassword>`;

describe('an expired password', () => {
  it('gives a session for setPassword() only, which is then good for everything (A18)', async () => {
    await using org = await startUsersOrg({ users: [{ ...old, passwordExpired: true }] });
    const login = await soapLogin(org, old.username, 'secret12TOK');
    expect([login.status, elementText(login, 'passwordExpired')]).toEqual([200, 'true']);
    const sessionId = elementText(login, 'sessionId')!;

    expect(await limitsWith(org, sessionId)).toEqual([
      401,
      [
        {
          message: 'This session is not valid for use with the REST API',
          errorCode: 'INVALID_SESSION_ID',
        },
      ],
    ]);
    const refused = await soapCall(org, sessionId, '<n:getUserInfo/>');
    expect(refused.status).toBe(500);
    expect(elementText(refused, 'faultcode')).toBe('sf:INVALID_OPERATION_WITH_EXPIRED_PASSWORD');

    const set = await soapCall(org, sessionId, setPassword(elementText(login, 'userId')!, 'brand-new'));
    expect(set.status).toBe(200);
    expect(set.text).toContain('<setPasswordResponse><result></result></setPasswordResponse>');
    expect((await limitsWith(org, sessionId))[0]).toBe(200);
    expect((await soapLogin(org, old.username, 'secret12TOK')).status).toBe(500);
    expect(elementText(await soapLogin(org, old.username, 'brand-newTOK'), 'passwordExpired')).toBe('false');
  });

  it('is no grant for OAuth', async () => {
    await using org = await startUsersOrg({ users: [{ ...old, passwordExpired: true }] });
    const { clientId: client_id, clientSecret: client_secret } = org;
    const form = { grant_type: 'password', client_id, client_secret };
    expect(
      await postForm(org, 'token', { ...form, username: old.username, password: 'secret12TOK' }),
    ).toEqual({ status: 400, body: { error: 'invalid_grant', error_description: 'expired password' } });
  });
});

describe('setPassword()', () => {
  it('of others takes Manage Users', async () => {
    await using org = await startUsersOrg({ users: [old] });
    const admin = await soapLogin(org, org.username, org.password + org.securityToken);
    const user = await soapLogin(org, old.username, 'secret12TOK');
    const [adminId, userId] = [elementText(admin, 'userId')!, elementText(user, 'userId')!];

    const upwards = await soapCall(org, elementText(user, 'sessionId')!, setPassword(adminId, 'brand-new'));
    expect(elementText(upwards, 'faultcode')).toBe('sf:INSUFFICIENT_ACCESS');
    const downwards = await soapCall(org, elementText(admin, 'sessionId')!, setPassword(userId, 'brand-new'));
    expect(downwards.status).toBe(200);
    expect((await soapLogin(org, old.username, 'brand-newTOK')).status).toBe(200);
  });

  it.each([
    ['too short a password', (id: string) => setPassword(id, 'short'), 'INVALID_NEW_PASSWORD'],
    ['the password there is', (id: string) => setPassword(id, 'secret12'), 'INVALID_NEW_PASSWORD'],
    ['nobody', () => setPassword('005000000000999AAA', 'brand-new'), 'INVALID_ID_FIELD'],
    ['a wrong old password', () => changeOwn('x', 'brand-new'), 'INVALID_OLD_PASSWORD'],
  ])('refuses %s', async (_what, operation, code) => {
    await using org = await startUsersOrg({ users: [old] });
    const login = await soapLogin(org, old.username, 'secret12TOK');
    const answer = await soapCall(
      org,
      elementText(login, 'sessionId')!,
      operation(elementText(login, 'userId')!),
    );
    expect([answer.status, elementText(answer, 'faultcode')]).toEqual([500, `sf:${code}`]);
    expect((await soapLogin(org, old.username, 'secret12TOK')).status).toBe(200);
  });

  it('is changeOwnPassword() for those who know the old one', async () => {
    await using org = await startUsersOrg({ users: [old] });
    const login = await soapLogin(org, old.username, 'secret12TOK');
    const changed = await soapCall(org, elementText(login, 'sessionId')!, changeOwn('secret12', 'brand-new'));
    expect(changed.status).toBe(200);
    expect((await soapLogin(org, old.username, 'brand-newTOK')).status).toBe(200);
  });

  it('is forgotten when the org is reset', async () => {
    await using org = await startUsersOrg({ users: [old] });
    const login = await soapLogin(org, old.username, 'secret12TOK');
    await soapCall(org, elementText(login, 'sessionId')!, changeOwn('secret12', 'brand-new'));
    await org.reset();
    expect((await limitsWith(org, elementText(login, 'sessionId')!))[0]).toBe(401);
    expect((await soapLogin(org, old.username, 'secret12TOK')).status).toBe(200);
  });
});

describe('getUserInfo() and getServerTimestamp()', () => {
  it('tell of the user who calls and of the time of the org', async () => {
    const user = {
      ...old,
      name: 'Otto Old',
      email: 'otto@shop.example',
      timezone: 'Asia/Tokyo',
      locale: 'ja_JP',
    };
    await using org = await startUsersOrg(
      { users: [user] },
      { clock: { now: () => Date.UTC(2030, 0, 7, 1, 2, 3) } },
    );
    const sessionId = elementText(await soapLogin(org, old.username, 'secret12TOK'), 'sessionId')!;
    const info = await soapCall(org, sessionId, '<n:getUserInfo/>');
    const told = ['userFullName', 'userEmail', 'userTimeZone', 'userLocale', 'userName'].map((name) =>
      elementText(info, name),
    );
    expect(told).toEqual(['Otto Old', 'otto@shop.example', 'Asia/Tokyo', 'ja_JP', old.username]);

    const time = await soapCall(org, sessionId, '<n:getServerTimestamp/>');
    expect(elementText(time, 'timestamp')).toBe('2030-01-07T01:02:03.000Z');
  });
});
