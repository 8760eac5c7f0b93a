import { describe, expect, it } from 'vitest';
import { json, refusal } from '../scripted-org.ts';
import { openTo, startOAuthOrg } from './oauth-org.ts';
import { failureOf, startTokenServer, tokenAnswer } from './token-server.ts';

const accessToken = '00D000000000001!BearerCanary';
const authentication = { type: 'bearer', accessToken };

describe('a token from elsewhere', () => {
  it('is used on the host of the connection, without a login', async () => {
    await using org = await startTokenServer(() => json(500, {}), { authentication });
    expect(await failureOf(org)).not.toBeInstanceOf(Error);
    expect(org.calls[0]?.headers['authorization']).toBe(`Bearer ${accessToken}`);
    expect(org.logins).toEqual([]);
    expect(org.connection.usage()).toMatchObject({ logins: 0, apiCalls: 1 });
  });

  it('of a real login opens the org for somebody else', async () => {
    await using org = await startOAuthOrg();
    const granted = await fetch(`${org.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'runs-as-ina',
        client_secret: 'client-secret',
      }),
    });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    await using opened = openTo(org.url, { type: 'bearer', accessToken: token });
    expect(await failureOf(opened)).not.toBeInstanceOf(Error);
    expect(org.activity().logins).toBe(1);
  });

  it('that has ended cannot be renewed: the org is asked once, by the first call only', async () => {
    await using org = await startTokenServer((_login, origin) => tokenAnswer(origin), {
      authentication,
      call: () => refusal(401, 'INVALID_SESSION_ID', `Session expired or invalid: ${accessToken}`),
    });
    expect(await failureOf(org)).toMatchObject({
      code: 'access-token-refused',
      recovery: 'reauthenticate',
      details: { fields: ['authentication.accessToken', 'serverHost'] },
    });
    expect(await failureOf(org)).toMatchObject({ code: 'access-token-refused' });
    expect([org.logins.length, org.calls.length]).toEqual([0, 1]);
    expect(org.connection.usage().logins).toBe(0);
  });

  it.each(['two words', 'line\nbreak', 'ümlaut'])('must fit in a header: %j', (wrong) => {
    expect(() => openTo('https://shop.my.salesforce.com', { type: 'bearer', accessToken: wrong })).toThrow(
      expect.objectContaining({
        code: 'invalid-configuration',
        details: { problems: [expect.objectContaining({ path: 'authentication.accessToken' })] },
      }),
    );
  });
});
