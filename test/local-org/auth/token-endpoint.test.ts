import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg({ clock: { now: () => 1_900_000_000_000 } });
});
afterAll(() => org.close());

describe('POST /services/oauth2/token', () => {
  it('grants client_credentials a token that works, without saying when it expires', async () => {
    const { status, body } = await askToken({ grant_type: 'client_credentials', ...client() });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual([
      'access_token',
      'api_instance_url',
      'id',
      'instance_url',
      'issued_at',
      'scope',
      'signature',
      'token_type',
    ]);
    expect(body).toMatchObject({ token_type: 'Bearer', instance_url: org.url, issued_at: '1900000000000' });
    expect(body['id']).toMatch(new RegExp(`^${org.url}/id/00D\\w{15}/005\\w{15}$`));

    const limits = await fetch(`${org.url}/services/data/v67.0/limits`, {
      headers: { Authorization: `Bearer ${body['access_token']!}` },
    });
    expect(limits.status).toBe(200);
  });

  it('takes the client by HTTP Basic as well', async () => {
    const basic = Buffer.from(`${org.clientId}:${org.clientSecret}`).toString('base64');
    const { status } = await askToken(
      { grant_type: 'client_credentials' },
      { Authorization: `Basic ${basic}` },
    );
    expect(status).toBe(200);
  });

  it('grants the password flow with the token behind the password', async () => {
    const user = { username: org.username, password: org.password + org.securityToken };
    const { status } = await askToken({ grant_type: 'password', ...client(), ...user });
    expect(status).toBe(200);
  });

  it.each([
    [
      'a wrong password',
      { grant_type: 'password', password: 'x' },
      'invalid_grant',
      'authentication failure',
    ],
    ['an unknown client', { client_id: 'x' }, 'invalid_client_id', 'client identifier invalid'],
    ['a wrong secret', { client_secret: 'x' }, 'invalid_client', 'invalid client credentials'],
    ['another grant', { grant_type: 'implicit' }, 'unsupported_grant_type', 'grant type not supported'],
  ])('refuses %s with 400 and an object, not an array', async (_what, changes, error, description) => {
    const user = { username: org.username, password: org.password + org.securityToken };
    const form = { grant_type: 'client_credentials', ...client(), ...user, ...changes };
    const { status, body } = await askToken(form);
    expect(status).toBe(400);
    expect(body).toEqual({ error, error_description: description });
  });

  it('counts as a login', async () => {
    const before = org.activity().logins;
    await askToken({ grant_type: 'client_credentials', ...client() });
    expect(org.activity().logins).toBe(before + 1);
  });
});

function client(): Record<string, string> {
  return { client_id: org.clientId, client_secret: org.clientSecret };
}

async function askToken(
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, string> }> {
  const response = await fetch(`${org.url}/services/oauth2/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}
