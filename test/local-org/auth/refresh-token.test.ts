import { describe, expect, it } from 'vitest';
import { limitsWith, postForm, startUsersOrg, type OAuthAnswer } from './users-org.ts';

const ina = { username: 'ina@shop.example', password: 'secret12' };
const app = {
  clientId: 'app',
  clientSecret: 's3cret',
  refreshTokens: [{ token: 'first', username: ina.username }],
};
const expired = {
  status: 400,
  body: { error: 'invalid_grant', error_description: 'expired access/refresh token' },
};

type Org = Awaited<ReturnType<typeof startUsersOrg>>;

function refresh(org: Org, refresh_token: string, client_id = 'app'): Promise<OAuthAnswer> {
  return postForm(org, 'token', {
    grant_type: 'refresh_token',
    client_id,
    client_secret: 's3cret',
    refresh_token,
  });
}

const statusWith = async (org: Org, answer: OAuthAnswer) =>
  (await limitsWith(org, answer.body['access_token']!))[0];

describe('a refresh token', () => {
  it('brings session after session, and no other token without rotation', async () => {
    await using org = await startUsersOrg({ users: [ina], clients: [app] });
    const [one, two] = [await refresh(org, 'first'), await refresh(org, 'first')];
    expect(one.body).toMatchObject({
      scope: 'refresh_token api',
      instance_url: org.url,
      token_type: 'Bearer',
    });
    expect(one.body).not.toHaveProperty('refresh_token');
    expect(one.body['access_token']).not.toBe(two.body['access_token']);
    expect([await statusWith(org, one), await statusWith(org, two)]).toEqual([200, 200]);
  });

  it('works once with rotation; coming back it ends its successor and all sessions (A19)', async () => {
    await using org = await startUsersOrg({ users: [ina], clients: [{ ...app, rotateRefreshTokens: true }] });
    const one = await refresh(org, 'first');
    const successor = one.body['refresh_token']!;
    const two = await refresh(org, successor);
    expect([one.status, two.status, await statusWith(org, one), await statusWith(org, two)]).toEqual([
      200, 200, 200, 200,
    ]);

    expect(await refresh(org, 'first')).toEqual(expired);
    expect(await refresh(org, two.body['refresh_token']!)).toEqual(expired);
    expect([await statusWith(org, one), await statusWith(org, two)]).toEqual([401, 401]);
  });

  it('is good for its own client only', async () => {
    const other = { clientId: 'other', clientSecret: 's3cret' };
    await using org = await startUsersOrg({ users: [ina], clients: [app, other] });
    expect(await refresh(org, 'first', 'other')).toEqual(expired);
    expect(await refresh(org, 'unknown')).toEqual(expired);
    expect((await refresh(org, 'first')).status).toBe(200);
  });

  it('that is revoked takes its sessions with it', async () => {
    await using org = await startUsersOrg({ users: [ina], clients: [app] });
    const one = await refresh(org, 'first');
    expect((await postForm(org, 'revoke', { token: 'first' })).status).toBe(200);
    expect(await refresh(org, 'first')).toEqual(expired);
    expect(await statusWith(org, one)).toBe(401);
  });
});

describe('/services/oauth2/revoke', () => {
  it('ends a session, by GET too, and leaves the refresh token alone', async () => {
    await using org = await startUsersOrg({ users: [ina], clients: [app] });
    const [one, two] = [await refresh(org, 'first'), await refresh(org, 'first')];
    expect((await postForm(org, 'revoke', { token: one.body['access_token']! })).status).toBe(200);
    const token = encodeURIComponent(two.body['access_token']!);
    const byGet = await fetch(`${org.url}/services/oauth2/revoke?token=${token}`);
    expect([byGet.status, await byGet.text()]).toEqual([200, '']);
    expect([await statusWith(org, one), await statusWith(org, two)]).toEqual([401, 401]);
    expect((await refresh(org, 'first')).status).toBe(200);
  });

  it('refuses a token that means nothing', async () => {
    await using org = await startUsersOrg({});
    const answer = await postForm(org, 'revoke', { token: 'x' });
    expect(answer).toEqual({
      status: 400,
      body: { error: 'invalid_token', error_description: 'invalid token' },
    });
  });
});
