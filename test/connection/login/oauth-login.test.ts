import { describe, expect, it } from 'vitest';
import { openTo, privateKey, startOAuthOrg, user } from './oauth-org.ts';
import { memoryStateStore } from '../../support/memory-state-store.ts';

const clientSecret = 'client-secret';
const ping = { method: 'GET', path: 'limits', callClass: 'idempotent' } as const;

const ways = [
  {
    authentication: { type: 'oauth-client-credentials', clientId: 'runs-as-ina', clientSecret },
    config: {},
  },
  {
    authentication: { type: 'oauth-jwt-bearer', clientId: 'jwt', privateKey },
    config: { username: user.username },
  },
  {
    authentication: { type: 'oauth-username-password', clientId: 'runs-as-ina', clientSecret },
    config: user,
  },
  {
    authentication: {
      type: 'oauth-refresh-token',
      clientId: 'rotating',
      clientSecret,
      refreshToken: 'first-refresh-token',
    },
    config: {},
  },
];

describe('an OAuth login', () => {
  it.each(ways)('by $authentication.type works, with odd characters too (E26)', async (way) => {
    await using org = await startOAuthOrg();
    await using opened = openTo(org.url, way.authentication, {
      config: way.config,
      state: memoryStateStore(),
    });
    await opened.connection.rest.send(ping);
    expect(opened.connection.usage().logins).toBe(1);
    expect(org.requests().map(({ path, status }) => `${path} ${status}`)).toEqual([
      '/services/oauth2/token 200',
      '/services/data/v67.0/limits 200',
    ]);
  });
});
