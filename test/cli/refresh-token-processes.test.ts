import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { startTestOrg, type TestOrg } from '../support/local-org.ts';
import { runCli, startCli } from './run-cli.ts';

const username = 'ina@shop.example';
const tokenPath = '/services/oauth2/token';
const query = ['query', 'SELECT Id FROM Organization', '--connection', 'org.json'];

interface World extends AsyncDisposable {
  readonly org: TestOrg;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** An org that rotates refresh tokens, and a user with a connection to it and a home of his own. */
async function startWorld(): Promise<World> {
  const folder = await temporaryFolder();
  const usersFile = join(folder, 'users.json');
  const app = {
    clientId: 'app',
    rotateRefreshTokens: true,
    refreshTokens: [{ token: 'first-refresh-token', username }],
  };
  await writeFile(usersFile, JSON.stringify({ users: [{ username, password: 'secret12' }], clients: [app] }));
  const org = await startTestOrg({ usersFile });
  const config = {
    type: 'salesforce-service-cloud',
    name: 'org',
    serverHost: org.url,
    authentication: {
      type: 'oauth-refresh-token',
      clientId: 'app',
      refreshToken: 'first-refresh-token',
    },
  };
  await writeFile(join(folder, 'org.json'), JSON.stringify(config));
  return {
    org,
    folder,
    env: { SFSC_HOME: join(folder, 'home') },
    [Symbol.asyncDispose]: () => org.close(),
  };
}

describe('processes that share a rotating refresh token', () => {
  it('all get in, at the same time and one after the other (A19, D7)', async () => {
    await using world = await startWorld();
    const run = () => runCli(query, { cwd: world.folder, env: world.env });
    const together = await Promise.all([run(), run(), run()]);
    expect(together.map(({ code, stderr }) => (code === 0 ? 'fine' : stderr))).toEqual([
      'fine',
      'fine',
      'fine',
    ]);
    expect((await run()).code).toBe(0);
    expect(world.org.requests().filter(({ path }) => path === tokenPath).length).toBe(4);
  });

  it('do not send it at once after one of them was killed in the middle of a refresh', async () => {
    await using world = await startWorld();
    const { org, folder, env } = world;
    org.faults.add({ when: { path: tokenPath }, do: { stall: true } });
    const doomed = startCli(query, { cwd: folder, env });
    await vi.waitFor(
      () => {
        expect(org.faults.list()[0]?.fired).toBe(1);
      },
      { timeout: 20_000 },
    );
    doomed.kill('SIGKILL');
    await once(doomed, 'exit');
    const next = await runCli([...query, '--json'], { cwd: folder, env });
    expect(`${next.stdout}${next.stderr}`).toContain('refresh-answer-lost');
    expect(next.code).toBe(4);
    expect(org.faults.list()[0]?.fired).toBe(1);
  });
});
