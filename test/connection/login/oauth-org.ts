import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StateStore } from '../../../src/contract/state-store.ts';
import { openSalesforceConnection } from '../../../src/connection/open-salesforce-connection.ts';
import type { SalesforceConnection } from '../../../src/connection/salesforce-connection.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { testRunContext, type TestRunContext } from '../../support/test-run-context.ts';

/** A user whose password has every character that has ever gone wrong (field lesson E26). */
export const user = {
  username: 'ina@shop.example',
  password: '£&<>"\'ß漢+% =;🔑',
  securityToken: 'TOK+EN%20&1',
} as const;

/** The key pair of the client `jwt`. */
export const keyPair = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** {@link keyPair} as PEM text, PKCS #8. */
export const privateKey = keyPair.privateKey.export({ type: 'pkcs8', format: 'pem' });

const refreshTokens = [{ token: 'first-refresh-token', username: user.username }];

/** The clients of the org of {@link startOAuthOrg}, each with the secret `client-secret`. */
const clients = [
  { clientId: 'runs-as-ina', runAs: user.username },
  { clientId: 'runs-as-nobody' },
  { clientId: 'runs-as-gone', runAs: 'gone@shop.example' },
  { clientId: 'runs-as-far', runAs: 'far@shop.example' },
  { clientId: 'runs-as-night', runAs: 'night@shop.example' },
  { clientId: 'refresh-only', grants: ['refresh_token'] },
  { clientId: 'jwt', publicKey: keyPair.publicKey.export({ type: 'spki', format: 'pem' }) },
  { clientId: 'rotating', rotateRefreshTokens: true, refreshTokens },
  {
    clientId: 'fixed',
    refreshTokens: [{ token: 'fixed-refresh-token', username: user.username }],
  },
].map((client) => ({ clientSecret: 'client-secret', ...client }));

/** A window that is over for the next six days. */
function yesterday(): Readonly<Record<string, string>> {
  const day = new Date(Date.now() - 86_400_000).toLocaleDateString('en', {
    weekday: 'long',
    timeZone: 'UTC',
  });
  return { day: day.toLowerCase(), from: '00:00', to: '24:00' };
}

const users = [
  user,
  { ...user, username: 'gone@shop.example', isActive: false },
  { ...user, username: 'old@shop.example', passwordExpired: true },
  {
    ...user,
    username: 'far@shop.example',
    loginIpRanges: [{ start: '10.0.0.0', end: '10.0.0.255' }],
  },
  { ...user, username: 'night@shop.example', loginHours: [yesterday()] },
];

/** Starts a local org with users and clients for every OAuth login. `org` holds rules for signing in. */
export async function startOAuthOrg(org: Readonly<Record<string, unknown>> = {}): Promise<TestOrg> {
  const folder = await mkdtemp(join(tmpdir(), 'oauth-org-'));
  try {
    const usersFile = join(folder, 'users.json');
    await writeFile(usersFile, JSON.stringify({ users, clients, org }));
    return await startTestOrg({ usersFile });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A connection that `await using` closes. */
export interface OpenedConnection extends AsyncDisposable {
  readonly connection: SalesforceConnection;
  readonly context: TestRunContext;
}

/** Opens a connection to a host, with a run context of its own whose clock is that of this machine when it starts. */
export function openTo(
  serverHost: string,
  authentication: Readonly<Record<string, unknown>>,
  options: { readonly config?: Readonly<Record<string, unknown>>; readonly state?: StateStore } = {},
): OpenedConnection {
  const context = { ...testRunContext(), state: options.state };
  context.advance(Date.now() - context.clock.now());
  const config = { name: 'OAuth', serverHost, authentication, ...options.config };
  const connection = openSalesforceConnection(config, context);
  return { connection, context, [Symbol.asyncDispose]: () => connection.close() };
}
