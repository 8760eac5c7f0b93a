import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestOrg } from '../../support/local-org.ts';
import { elementText, postForm, soapLogin, startUsersOrg } from './users-org.ts';

const ina = {
  username: 'ina@shop.example',
  password: 'secret12',
  name: 'Ina Gration',
  email: 'mail@shop.example',
  timezone: 'Europe/Berlin',
  locale: 'de_DE',
  language: 'de',
};

let org: TestOrg;
let token: string;
let identityUrl: string;
beforeAll(async () => {
  const clients = [{ clientId: 'app', clientSecret: 's', runAs: ina.username }];
  org = await startUsersOrg({
    users: [ina, { username: 'old@shop.example', password: 'secret12', passwordExpired: true }],
    clients,
  });
  const form = { grant_type: 'client_credentials', client_id: 'app', client_secret: 's' };
  const { body } = await postForm(org, 'token', form);
  token = body['access_token']!;
  identityUrl = body['id']!;
});
afterAll(() => org.close());

const get = (url: string, bearer?: string) =>
  fetch(url, bearer === undefined ? {} : { headers: { Authorization: `Bearer ${bearer}` } });

describe('the identity URL of a token', () => {
  it('tells who the user is, and where the APIs of the org are', async () => {
    const response = await get(identityUrl, token);
    expect(response.status).toBe(200);
    const identity = (await response.json()) as Record<string, string>;
    expect(identity).toMatchObject({
      id: identityUrl,
      username: ina.username,
      display_name: 'Ina Gration',
      first_name: 'Ina',
      last_name: 'Gration',
      email: 'mail@shop.example',
      timezone: 'Europe/Berlin',
      utcOffset: 3_600_000,
      language: 'de',
      locale: 'de_DE',
      active: true,
      user_type: 'STANDARD',
    });
    expect(identityUrl).toBe(`${org.url}/id/${identity['organization_id']!}/${identity['user_id']!}`);
    expect(identity['urls']).toMatchObject({
      rest: `${org.url}/services/data/v{version}/`,
      partner: `${org.url}/services/Soap/u/{version}/${identity['organization_id']!.slice(0, 15)}`,
      query: `${org.url}/services/data/v{version}/query/`,
    });
  });

  it('takes the token in the query, and the ids with 15 characters', async () => {
    const short = identityUrl.replace(/(\w{15})\w{3}\/(\w{15})\w{3}$/, '$1/$2');
    expect((await get(`${short}?oauth_token=${encodeURIComponent(token)}`)).status).toBe(200);
  });

  it('refuses in bare words', async () => {
    const admin = elementText(
      await soapLogin(org, org.username, org.password + org.securityToken),
      'sessionId',
    );
    const expired = elementText(await soapLogin(org, 'old@shop.example', 'secret12LOCALTOKEN'), 'sessionId');
    const asked = [
      [identityUrl, undefined, 403, 'Missing_OAuth_Token'],
      [identityUrl, 'x', 403, 'Bad_OAuth_Token'],
      [identityUrl, expired, 403, 'Bad_OAuth_Token'],
      [identityUrl, admin, 403, 'No_Access'],
      [identityUrl.replace(/\/00D\w+/, '/00D000000000001AAA'), token, 403, 'Wrong_Org'],
      [identityUrl.replace(/\w+$/, '005000000000001AAA'), token, 404, 'Bad_Id'],
    ] as const;
    for (const [url, bearer, status, text] of asked) {
      const response = await get(url, bearer);
      expect([response.status, await response.text()]).toEqual([status, text]);
    }
  });
});

describe('/services/oauth2/userinfo', () => {
  it('tells the same in the words of OpenID Connect', async () => {
    const response = await get(`${org.url}/services/oauth2/userinfo`, token);
    expect(await response.json()).toMatchObject({
      sub: identityUrl,
      preferred_username: ina.username,
      name: 'Ina Gration',
      given_name: 'Ina',
      family_name: 'Gration',
      zoneinfo: 'Europe/Berlin',
    });
    expect((await get(`${org.url}/services/oauth2/userinfo`, 'x')).status).toBe(403);
  });
});
