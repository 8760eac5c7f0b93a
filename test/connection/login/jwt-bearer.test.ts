import { verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { audienceOf } from '../../../src/connection/login/jwt-bearer.ts';
import { keyPair, openTo, privateKey, startOAuthOrg, user } from './oauth-org.ts';
import { failureOf, startTokenServer, tokenAnswer } from './token-server.ts';

const authentication = { type: 'oauth-jwt-bearer', clientId: 'the client', privateKey };
const config = { username: 'ina+ß@shop.example' };

const decode = (part = ''): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());

describe('a login by JWT', () => {
  it('signs who, for whom and until when, by RS256', async () => {
    await using org = await startTokenServer((_login, origin) => tokenAnswer(origin), {
      authentication,
      config,
    });
    const nowSeconds = Math.floor(org.context.clock.now() / 1000);
    await failureOf(org);
    const form = Object.fromEntries(org.forms[0] ?? []);
    expect(Object.keys(form)).toEqual(['grant_type', 'assertion']);
    expect(form['grant_type']).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const [head, claims, signature = ''] = String(form['assertion']).split('.');
    expect(decode(head)).toEqual({ alg: 'RS256' });
    expect(decode(claims)).toEqual({
      iss: 'the client',
      sub: config.username,
      aud: org.origin,
      exp: nowSeconds + 180,
    });
    const signed = Buffer.from(`${head}.${claims}`);
    expect(verify('sha256', signed, keyPair.publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('names the audience that is configured', async () => {
    await using org = await startTokenServer((_login, origin) => tokenAnswer(origin), {
      authentication: { ...authentication, audience: 'https://login.salesforce.com' },
      config,
    });
    await failureOf(org);
    const [, claims] = String(org.forms[0]?.get('assertion')).split('.');
    expect(decode(claims)).toMatchObject({ aud: 'https://login.salesforce.com' });
  });

  it('sends nothing when the key cannot be used, and counts no login', async () => {
    await using org = await startOAuthOrg();
    await using opened = openTo(
      org.url,
      { ...authentication, privateKey: 'no key' },
      { config: { username: user.username } },
    );
    expect(await failureOf(opened)).toMatchObject({ code: 'private-key-unusable' });
    expect(opened.connection.usage().logins).toBe(0);
    expect(org.requests()).toEqual([]);
  });

  it.each([
    ['https://login.salesforce.com', 'https://login.salesforce.com'],
    ['https://test.salesforce.com', 'https://test.salesforce.com'],
    ['https://shop.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://shop-dev-ed.develop.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://shop--uat.sandbox.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://shop--uat.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://shop--uat.cs12.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://odd-name-123.scratch.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://login.shop.example', 'https://login.shop.example'],
    ['https://notsalesforce.com', 'https://notsalesforce.com'],
    ['https://shop.my.site.com/partners', 'https://shop.my.site.com/partners'],
  ])('at %s is for the audience %s', (loginUrl, audience) => {
    expect(audienceOf(loginUrl)).toBe(audience);
  });
});
