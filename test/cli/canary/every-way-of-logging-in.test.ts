import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { canary, createWorld } from './canary-world.ts';
import { findLeaks, type Secrets } from './leak-search.ts';
import { startGateway } from './recording-gateway.ts';
import { usersFile } from './users-file.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = keys.privateKey.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: canary.passphrase,
});

let org: TestOrg;
let accessToken: string;

beforeAll(async () => {
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' });
  org = await startTestOrg({ usersFile: await usersFile({ publicKey }) });
  const answer = await fetch(`${org.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: canary.clientId,
      client_secret: canary.clientSecret,
    }),
  });
  accessToken = ((await answer.json()) as { access_token: string }).access_token;
});
afterAll(() => org.close());

const { username, clientId } = canary;
const byPassword = { username, password: { env: 'SF_PASSWORD' }, securityToken: { env: 'SF_TOKEN' } };
const clientSecret = { env: 'SF_CLIENT_SECRET' };

/** Fields of a connection for each way of logging in, and what of them goes over the line. */
const ways: Readonly<Record<string, object>> = {
  'soap-login': byPassword,
  'oauth-client-credentials': {
    authentication: { type: 'oauth-client-credentials', clientId, clientSecret },
  },
  'oauth-jwt-bearer': {
    username,
    authentication: {
      type: 'oauth-jwt-bearer',
      clientId,
      privateKey: { env: 'SF_KEY' },
      privateKeyPassphrase: { env: 'SF_PASSPHRASE' },
    },
  },
  'oauth-username-password': {
    ...byPassword,
    authentication: { type: 'oauth-username-password', clientId, clientSecret },
  },
  'oauth-refresh-token': {
    authentication: {
      type: 'oauth-refresh-token',
      clientId,
      clientSecret,
      refreshToken: { env: 'SF_REFRESH_TOKEN' },
    },
  },
  bearer: { authentication: { type: 'bearer', accessToken: { env: 'SF_ACCESS_TOKEN' } } },
};

/** A line from the middle of PEM text stands for all of it. */
const keyLine = String(privateKey).split('\n')[5] ?? '';

describe.concurrent('no secret comes out of', { timeout: 120_000 }, () => {
  const worldOf = () =>
    createWorld({
      variables: { SF_ACCESS_TOKEN: accessToken, SF_PASSPHRASE: canary.passphrase },
      env: { SF_KEY: String(privateKey) },
    });
  const project = { name: 'canary' };
  const fields = {
    type: 'salesforce-service-cloud',
    name: 'canary',
    retryDeadlineSeconds: 0.1,
    sessionCache: true,
  };
  const commands = [
    ['objects', '--connection', 'canary', '--search', 'case'],
    ['describe', 'Case', '--connection', 'canary', '--json'],
    ['connection', 'test', 'canary'],
  ];

  test.each(Object.entries(ways))('objects, describe and test that log in by %s and work', async (_, way) => {
    await using world = await worldOf();
    await using gateway = await startGateway(org.url);
    await world.put('project.json', project);
    await world.put('connections/canary.json', { ...fields, ...way, serverHost: gateway.url });
    for (const args of commands) {
      const result = await world.run(args);
      expect(result).toMatchObject({ code: 0 });
      const secrets: Secrets = { ...world.secrets, ...gateway.handedOut, keyLine };
      expect(findLeaks(await world.places(result), secrets)).toEqual([]);
    }
    expect(gateway.received.length).toBeGreaterThan(0);
  });

  test.each(Object.entries(ways))(
    'commands that log in by %s and meet a page that says it all back',
    async (_, way) => {
      for (const faults of [{ logins: 'echo-page' }, { calls: 'echo-page' }] as const) {
        await using world = await worldOf();
        await using gateway = await startGateway(org.url, faults);
        await world.put('project.json', project);
        await world.put('connections/canary.json', { ...fields, ...way, serverHost: gateway.url });
        const result = await world.run(['objects', '--connection', 'canary', '--json']);
        // A token from elsewhere makes no login that could fail.
        if ('logins' in faults && 'authentication' in way && JSON.stringify(way).includes('"bearer"'))
          continue;
        expect(result.code, result.stdout).toBeGreaterThan(0);
        const secrets: Secrets = { ...world.secrets, ...gateway.handedOut, keyLine };
        expect(findLeaks(await world.places(result), secrets)).toEqual([]);
      }
    },
  );
});
