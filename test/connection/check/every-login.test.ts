import { describe, expect, it } from 'vitest';
import { openTo, privateKey, startOAuthOrg, user } from '../login/oauth-org.ts';
import { postForm } from '../../local-org/auth/users-org.ts';
import { memoryStateStore } from '../../support/memory-state-store.ts';
import type { TestOrg } from '../../support/local-org.ts';

const clientSecret = 'client-secret';
const runsAsIna = { clientId: 'runs-as-ina', clientSecret };

interface Way {
  readonly authentication: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
  /** How the answer to "does it survive?" begins. */
  readonly survives: string;
  /** A word of a warning that must be there; without one there is no warning. */
  readonly warning?: string;
}

const ways: readonly Way[] = [
  {
    authentication: { type: 'soap-login' },
    config: user,
    survives: 'no: ',
    warning: "Summer '27",
  },
  { authentication: { type: 'oauth-client-credentials', ...runsAsIna }, survives: 'yes' },
  {
    authentication: { type: 'oauth-jwt-bearer', clientId: 'jwt', privateKey },
    config: { username: user.username },
    survives: 'yes',
  },
  {
    authentication: { type: 'oauth-username-password', ...runsAsIna },
    config: user,
    survives: 'yes',
    warning: "Summer '23",
  },
  {
    authentication: {
      ...{ type: 'oauth-refresh-token', clientId: 'rotating', clientSecret },
      refreshToken: 'first-refresh-token',
    },
    survives: 'yes',
  },
];

async function tokenOf(org: TestOrg): Promise<string> {
  const { body } = await postForm(org, 'token', {
    ...{ grant_type: 'client_credentials', client_id: 'runs-as-ina', client_secret: clientSecret },
  });
  return body['access_token'] ?? '';
}

describe('the test of a connection', () => {
  it.each(ways)('knows org and user after $authentication.type', async (way) => {
    const { authentication, config = {}, survives, warning } = way;
    await using org = await startOAuthOrg();
    await using opened = openTo(org.url, authentication, { config, state: memoryStateStore() });
    const { facts, warnings } = await opened.connection.test();
    const values = Object.fromEntries(facts.map(({ key, value }) => [key, value]));
    expect(values).toMatchObject({
      ...{ organizationName: 'Local Org', kind: 'production', username: user.username },
      ...{ userFullName: user.username, instance: new URL(org.url).host },
    });
    expect(values['survivesSummer27']?.startsWith(survives)).toBe(true);
    expect(warnings.length).toBe(warning === undefined ? 0 : 1);
    expect(warnings.join(' ')).toContain(warning ?? '');
  });

  it('makes do with what a token from elsewhere lets it see', async () => {
    await using org = await startOAuthOrg();
    const authentication = { type: 'bearer', accessToken: await tokenOf(org) };
    await using opened = openTo(org.url, authentication);
    const { facts, warnings } = await opened.connection.test();
    expect(facts).toContainEqual({ key: 'organizationName', label: 'Org', value: 'Local Org' });
    expect(warnings.join(' ')).toContain('cannot be renewed');
  });

  it('rotates the refresh token that it logs in with, and keeps the new one', async () => {
    await using org = await startOAuthOrg();
    const state = memoryStateStore();
    const authentication = ways.at(-1)?.authentication ?? {};
    for (const _time of [1, 2]) {
      await using opened = openTo(org.url, authentication, { state });
      await opened.connection.test();
    }
    expect(state.written.length).toBeGreaterThanOrEqual(2);
  });
});
