import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canary } from './canary-world.ts';

/**
 * Writes a users file with the user and the OAuth client of {@link canary}, outside of every world.
 *
 * @param client more keys of the client
 */
export async function usersFile(client: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'canary-users-')), 'users.json');
  const { username, password, securityToken, clientId, clientSecret, refreshToken } = canary;
  await writeFile(
    path,
    JSON.stringify({
      users: [
        { username, password, securityToken, permissions: ['ApiEnabled', 'ViewSetup', 'BulkApiHardDelete'] },
      ],
      clients: [
        {
          clientId,
          clientSecret,
          runAs: username,
          rotateRefreshTokens: true,
          refreshTokens: [{ token: refreshToken, username }],
          ...client,
        },
      ],
      org: { maxLoginAttempts: 1000 },
    }),
  );
  return path;
}
