import { createSign, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestOrg } from '../../support/local-org.ts';
import {
  elementText,
  limitsWith,
  postForm,
  soapLogin,
  startUsersOrg,
  type OAuthAnswer,
} from './users-org.ts';

const nowMs = Date.UTC(2030, 0, 7);
const rsa = { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' } } as const;
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  ...rsa,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const ina = { username: 'ina@shop.example', password: 'secret12', securityToken: 'TOK' };
const away = {
  ...ina,
  username: 'away@shop.example',
  loginIpRanges: [{ start: '10.0.0.1', end: '10.0.0.1' }],
};
const gone = { ...ina, username: 'gone@shop.example', isActive: false };
const secret = { clientSecret: 's3cret' };
const clients = [
  { clientId: 'jwt', publicKey, ...secret },
  { clientId: 'runs', grants: ['client_credentials'], runAs: ina.username, ...secret },
  { clientId: 'nobody', ...secret },
  { clientId: 'away', runAs: away.username, ...secret },
  { clientId: 'gone', runAs: gone.username, ...secret },
];

let org: TestOrg;
beforeAll(async () => {
  org = await startUsersOrg({ users: [ina, away, gone], clients }, { clock: { now: () => nowMs } });
});
afterAll(() => org.close());

const refusal = (error: string, error_description: string) => ({
  status: 400,
  body: { error, error_description },
});

describe('the client_credentials grant', () => {
  const ask = (client_id: string) =>
    postForm(org, 'token', { grant_type: 'client_credentials', client_id, client_secret: 's3cret' });

  it('acts as the user that the client runs as', async () => {
    const { body } = await ask('runs');
    const { body: info } = await postForm(org, 'introspect', {
      token: body['access_token']!,
      client_id: 'runs',
      client_secret: 's3cret',
    });
    expect(info).toMatchObject({ active: true, username: ina.username, client_id: 'runs', sub: body['id'] });
  });

  it('is refused without such a user, and for one who may not sign in', async () => {
    expect(await ask('nobody')).toEqual(refusal('invalid_grant', 'no client credentials user enabled'));
    expect(await ask('away')).toEqual(refusal('invalid_grant', 'ip restricted'));
    expect(await ask('gone')).toEqual(refusal('invalid_grant', 'inactive user'));
  });
});

describe('the password grant', () => {
  const form = {
    grant_type: 'password',
    username: ina.username,
    password: 'secret12TOK',
    client_secret: 's3cret',
  };

  it('is refused to a client that may not use it', async () => {
    expect(await postForm(org, 'token', { ...form, client_id: 'runs' })).toEqual(
      refusal('unsupported_grant_type', 'grant type not supported'),
    );
  });

  it('looks like a wrong password where the org blocks it', async () => {
    const [client] = clients;
    await using blocked = await startUsersOrg({
      users: [ina],
      clients: [client],
      org: { passwordGrantEnabled: false },
    });
    expect(await postForm(blocked, 'token', { ...form, client_id: 'jwt' })).toEqual(
      refusal('invalid_grant', 'authentication failure'),
    );
  });

  it('says no more of a missing token than of a wrong password', async () => {
    expect(await postForm(org, 'token', { ...form, client_id: 'nobody', password: 'secret12' })).toEqual(
      refusal('invalid_grant', 'authentication failure'),
    );
  });
});

describe('the JWT bearer grant', () => {
  const good = {
    iss: 'jwt',
    sub: ina.username,
    aud: 'https://login.salesforce.com',
    exp: nowMs / 1000 + 180,
  };
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const assertion = (changes: object, { alg = 'RS256', key = privateKey } = {}): string => {
    const signed = `${encode({ alg, typ: 'JWT' })}.${encode({ ...good, ...changes })}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`;
  };
  const ask = (text: string): Promise<OAuthAnswer> =>
    postForm(org, 'token', { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: text });

  it('takes a signed assertion, for the login host or for the org itself', async () => {
    const { status, body } = await ask(assertion({}));
    expect(status).toBe(200);
    expect((await limitsWith(org, body['access_token']!))[0]).toBe(200);
    expect(body).not.toHaveProperty('refresh_token');
    expect((await ask(assertion({ aud: org.url }))).status).toBe(200);
    // The command line of Salesforce writes milliseconds.
    expect((await ask(assertion({ exp: nowMs + 300_000 }))).status).toBe(200);
  });

  it.each([
    ['another audience', { aud: 'https://test.salesforce.com' }, 'invalid_grant', 'audience is invalid'],
    ['a list of audiences', { aud: [good.aud] }, 'invalid_grant', 'audience is invalid'],
    ['an end that is over', { exp: nowMs / 1000 }, 'invalid_grant', 'expired assertion'],
    ['no end', { exp: undefined }, 'invalid_grant', 'invalid assertion'],
    ['an unknown client', { iss: 'x' }, 'invalid_client_id', 'client identifier invalid'],
    ['a client without a key', { iss: 'nobody' }, 'invalid_grant', 'invalid assertion'],
    ['an unknown user', { sub: 'x@y' }, 'invalid_grant', "user hasn't approved this consumer"],
    ['an inactive user', { sub: gone.username }, 'invalid_grant', 'inactive user'],
  ])('refuses %s (D16)', async (_what, changes, error, description) => {
    expect(await ask(assertion(changes))).toEqual(refusal(error, description));
  });

  it('refuses what is not signed by the key of the client, or not with RS256', async () => {
    const { privateKey: strange } = generateKeyPairSync('rsa', {
      ...rsa,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const [head, , signature] = assertion({}).split('.');
    const unsigned = `${encode({ alg: 'none' })}.${encode(good)}.`;
    const forged = `${head!}.${encode({ ...good, sub: org.username })}.${signature!}`;
    const others = ['', 'a.b', 'a.b.c.d', `${assertion({})}.x`, unsigned, forged];
    for (const text of [...others, assertion({}, { key: strange }), assertion({}, { alg: 'HS256' })]) {
      expect(await ask(text)).toEqual(refusal('invalid_grant', 'invalid assertion'));
    }
  });

  it('wants the login host of sandboxes in a sandbox', async () => {
    await using sandbox = await startUsersOrg({
      users: [ina],
      clients: [clients[0]],
      org: { sandbox: true },
    });
    const claims = { ...good, exp: Math.ceil(Date.now() / 1000) + 60 };
    const askFor = (aud: string) => {
      const signed = `${encode({ alg: 'RS256' })}.${encode({ ...claims, aud })}`;
      const signature = sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
      const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
      return postForm(sandbox, 'token', { grant_type, assertion: `${signed}.${signature}` });
    };
    expect((await askFor('https://test.salesforce.com')).status).toBe(200);
    expect((await askFor('https://login.salesforce.com')).body['error_description']).toBe(
      'audience is invalid',
    );
  });
});

describe('a token', () => {
  it('is introspected, also when it means nothing', async () => {
    const sessionId = elementText(await soapLogin(org, ina.username, 'secret12TOK'), 'sessionId')!;
    const client = { client_id: 'runs', client_secret: 's3cret' };
    const live = await postForm(org, 'introspect', { ...client, token: sessionId });
    expect(live.body).toMatchObject({ active: true, exp: nowMs / 1000 + 7200, token_type: 'access_token' });
    expect(await postForm(org, 'introspect', { ...client, token: 'x' })).toEqual({
      status: 200,
      body: { active: false },
    });
    expect(await postForm(org, 'introspect', { client_id: 'runs', token: sessionId })).toEqual(
      refusal('invalid_client', 'invalid client credentials'),
    );
  });
});
