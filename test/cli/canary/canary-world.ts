import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSecretKey } from '../../../src/host/secrets/secret-key.ts';
import { runCli, type CliResult } from '../run-cli.ts';
import { filesBelow, type Secrets } from './leak-search.ts';

/** Everything that a user of the connections below knows, with the letters that need escaping. */
export const canary = {
  username: 'canary@shop.example',
  password: 'Canary£&<>"\'ß漢-password',
  securityToken: 'CANARYtoken73915',
  clientId: 'canary-client',
  clientSecret: 'Canary+client/secret=&<%>',
  refreshToken: '5Aep861Canary.refresh.token-0001',
  proxyPassword: 'Canary:proxy@password/1',
  passphrase: 'Canary "pass" phrase\\1',
} as const;

/** A folder with a project, and the environment of its user. */
export interface CanaryWorld extends AsyncDisposable {
  readonly folder: string;
  /** What must not show up anywhere. */
  readonly secrets: Secrets;
  readonly env: Readonly<Record<string, string>>;
  /** Writes a file below the project folder; it must not hold a secret. */
  put(file: string, content: unknown): Promise<void>;
  run(args: readonly string[], stdin?: string): Promise<CliResult>;
  /** Everything that came out of a run: its two streams, and all files of project, home and temporary folder. */
  places(result: CliResult): Promise<Map<string, Buffer>>;
}

/** The secrets of a user, and how the environment hands them over. */
export interface WorldOptions {
  /** More secrets, by the name of their environment variable. */
  readonly variables?: Secrets;
  readonly env?: Readonly<Record<string, string>>;
}

/** Makes a {@link CanaryWorld} in a folder of its own. */
export async function createWorld(options: WorldOptions = {}): Promise<CanaryWorld> {
  const root = await mkdtemp(join(tmpdir(), 'canary-'));
  const [project, home, temporary] = ['project', 'home', 'tmp'].map((name) => join(root, name));
  const folder = project ?? root;
  for (const part of [folder, home ?? root, temporary ?? root]) await mkdir(part, { recursive: true });
  const variables = {
    SF_PASSWORD: canary.password,
    SF_TOKEN: canary.securityToken,
    SF_CLIENT_SECRET: canary.clientSecret,
    SF_REFRESH_TOKEN: canary.refreshToken,
    SF_PROXY_PASSWORD: canary.proxyPassword,
    SFSC_KEY: newSecretKey(),
    ...options.variables,
  };
  const env = {
    ...variables,
    HOME: home ?? root,
    USERPROFILE: home ?? root,
    SFSC_HOME: join(home ?? root, 'sfsc'),
    TMPDIR: temporary ?? root,
    TEMP: temporary ?? root,
    ...options.env,
  };
  return {
    folder,
    env,
    secrets: { ...variables, passphrase: canary.passphrase },
    async put(file, content) {
      const path = join(folder, file);
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    },
    run: (args, stdin = '') => runCli(args, { cwd: folder, env, stdin }),
    async places({ stdout, stderr }) {
      return new Map([
        ['stdout', Buffer.from(stdout)],
        ['stderr', Buffer.from(stderr)],
        ...(await filesBelow(root)),
      ]);
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}
