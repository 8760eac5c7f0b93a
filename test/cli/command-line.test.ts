import { mkdir, mkdtemp, readFile, readdir, rm, watch, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { runCli, startCli } from './run-cli.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-test-'));
  const created = folder;
  onTestFinished(() => rm(created, { recursive: true, force: true }));
});

async function put(file: string, content: unknown): Promise<void> {
  await mkdir(join(folder, file, '..'), { recursive: true });
  await writeFile(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
}

const sfsc = (...args: string[]) => runCli(args, { cwd: folder });
const errorOf = (stdout: string) =>
  (JSON.parse(stdout) as { error: { code: string; details: unknown } }).error;

/** A port on which somebody listens who never answers. */
async function silentServer(): Promise<{ port: number; connected: Promise<unknown> }> {
  const server = createServer((socket) => {
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, connected: once(server, 'connection') };
}

describe('a wrong command line', () => {
  test.each([
    [['nope'], "unknown command 'nope'"],
    [['query'], '--connection'],
    [['query', 'SELECT Id FROM Case', '--connection', 'c', '--limit', '0'], 'whole number from 1'],
    [['query', 'SELECT Id FROM Case', '--connection', 'c', '--format', 'xml'], 'Allowed choices'],
    [['insert', 'Case', '--connection', 'c', '--in', 'f', '--nope'], "unknown option '--nope'"],
    [['validate', '--var', 'novalue'], 'NAME=VALUE'],
    [['org', 'start', '--port', '70000'], '65535'],
    [['qurey', 'x'], 'Did you mean query?'],
    [['query', 'x'], '`--connection FILE.json`, or `--connection NAME`'],
    [['query', 'SELECT', 'Id', '--connection', 'c'], 'in quotes'],
    [['bulk-query', 'x', '--connection', 'c'], '`--out -` is standard output'],
    [['insert', 'Case', '--connection', 'c'], '`--in -` reads standard input'],
    [[], 'See the commands with `sfsc --help`'],
    [['org'], 'See the commands with `sfsc org --help`'],
  ])('%j exits with 1 and says what is wrong', async (args, message) => {
    const { code, stdout, stderr } = await sfsc(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Error \(invalid-usage\): /);
    expect(stderr).toContain(message);
    expect(stderr).toContain('sfsc help');
  });

  test('is one JSON document with --json', async () => {
    const { code, stdout, stderr } = await sfsc('query', '--json');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(errorOf(stdout)).toMatchObject({ code: 'invalid-usage' });
  });
});

test('help is on standard output and no failure', async () => {
  const { code, stdout, stderr } = await sfsc('--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('bulk-hard-delete');
  expect(await sfsc('help', 'query')).toMatchObject({ code: 0 });
});

test('--version prints the version of the package and nothing else', async () => {
  const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    version: string;
  };
  expect(await sfsc('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('help into a pipe that is closed early ends quietly', async () => {
  const child = startCli(['--help'], { cwd: folder });
  child.stdout.destroy();
  const [code, stderr] = await Promise.all([
    once(child, 'close').then(([status]) => status as number),
    child.stderr.setEncoding('utf8').toArray(),
  ]);
  expect({ code, stderr: stderr.join('') }).toEqual({ code: 0, stderr: '' });
});

test('help shows what is required, choices and defaults that say something', async () => {
  const { stdout } = await sfsc('bulk-query', '--help');
  const flat = stdout.replace(/\s+/g, ' ');
  expect(flat).toContain('a name in the project (required)');
  expect(flat).toContain('(one of LF, CRLF)');
  expect(flat).toContain('(default: .)');
  expect(flat).not.toMatch(/default: (?:false|\{\})/);
});

test.each([['--help'], ['--help', '--json']])(
  'says which Node it needs to one that is older: %s',
  async (...args) => {
    const { execFile } = await import('node:child_process');
    const script = `
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
    process.argv = [process.argv[0], 'sfsc', ...${JSON.stringify(args)}];
    await import(${JSON.stringify(new URL('../../src/cli/main.ts', import.meta.url).href)});
  `;
    const child = execFile(process.execPath, ['--input-type=module', '--eval', script]);
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout!),
      text(child.stderr!),
      once(child, 'close') as Promise<[number]>,
    ]);
    const message = 'sfsc needs Node 22.19 or newer; this is 20.20.2.';
    expect(code).toBe(1);
    if (args.includes('--json')) {
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'unsupported-node', message } });
    } else {
      expect(stdout).toBe('');
      expect(stderr).toContain(`Error (unsupported-node): ${message}\n  - `);
    }
  },
);

test('help loads nothing but the definitions of the commands', async () => {
  const { execFile } = await import('node:child_process');
  const { promisify } = await import('node:util');
  const script = `
    const { registerHooks } = await import('node:module');
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    process.argv = [process.argv[0], 'sfsc', '--help'];
    process.stdout.write = () => true;
    await import(${JSON.stringify(new URL('../../src/cli/main.ts', import.meta.url).href)});
    console.error(JSON.stringify(loaded.filter((url) => !url.startsWith('node:'))));
  `;
  const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  const loaded = JSON.parse(stderr) as string[];
  const foreign = loaded.filter(
    (url) => !/\/src\/(?:cli\/|version\.ts)/.test(url) && !url.includes('/node_modules/commander/'),
  );
  expect(foreign).toEqual([]);
});

describe('validate', () => {
  const connection = { type: 'salesforce-service-cloud', name: 'org', username: 'u', password: '[pw]' };

  test('shows every problem of all files at once', async () => {
    await put('project.json', { name: 'p', variables: { pw: {} } });
    await put('connections/org.json', { ...connection, serverHost: 7, surprise: true });
    await put('activities/load.json', { name: 'load', type: 'insert', connection: 'nobody' });
    await put('activities/read.json', {
      name: 'a/b',
      type: 'query',
      connection: 'org',
      query: 'SELECT Id FROM Case',
    });
    await put('activities/wrong.json', { name: 'wrong', type: 'insert', connection: 'org' });
    await put('transformations/t.json', '{"name": "t",\n  "columns": }');
    const { code, stdout } = await sfsc('validate', '--json');
    expect(code).toBe(1);
    const { details } = errorOf(stdout) as { details: { problems: { path: string }[] } };
    expect(details.problems.map(({ path }) => path).sort()).toEqual([
      'activities/load.json: connection',
      'activities/read.json: name',
      'activities/wrong.json: object',
      'connections/org.json: serverHost',
      'connections/org.json: surprise',
      'transformations/t.json',
    ]);
  });

  test('is content with a variable that is declared and gets its value later', async () => {
    await put('project.json', { name: 'p', variables: { pw: { secret: true } } });
    await put('connections/org.json', connection);
    expect(await sfsc('validate')).toEqual({
      code: 0,
      stdout: 'p is fine (connections: 1, activities: 0, transformations: 0).\n',
      stderr: '',
    });
  });

  test('takes a connection that needs what this machine keeps', async () => {
    await put('project.json', { name: 'p' });
    const authentication = { type: 'oauth-refresh-token', clientId: 'c', refreshToken: '[token{t}]' };
    await put('connections/org.json', { type: connection.type, name: 'org', authentication });
    expect(await sfsc('validate')).toMatchObject({ code: 0 });
  });

  test('names a variable that nobody declared', async () => {
    await put('project.json', { name: 'p' });
    await put('connections/org.json', connection);
    const { code, stderr } = await sfsc('validate');
    expect(code).toBe(1);
    expect(stderr).toContain('connections/org.json: password: Uses pw');
    expect(await sfsc('validate', '--var', 'pw=x')).toMatchObject({ code: 0 });
  });
});

describe('a connection file', () => {
  test('with a secret in clear text is used with a warning that does not show it', async () => {
    await put('org.json', {
      type: 'salesforce-service-cloud',
      name: 'o',
      username: 'u',
      password: 'canary-secret',
    });
    const { code, stdout, stderr } = await sfsc('schema', 'delete', '--connection', 'org.json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('properties.Id');
    expect(stderr).toMatch(/^Warning: org\.json holds password in clear text/);
    expect(stderr).not.toContain('canary-secret');
  });

  test('that is missing, broken or incomplete is a problem of configuration', async () => {
    expect(errorOf((await sfsc('objects', '--connection', 'none.json', '--json')).stdout).code).toBe(
      'file-not-found',
    );
    await put('broken.json', '{"password": "canary-secret" oops}');
    const broken = await sfsc('objects', '--connection', 'broken.json');
    expect(broken.stderr).toMatch(/^Error \(invalid-json\): broken\.json is not JSON at line 1, column 30\./);
    expect(broken.stderr).not.toContain('canary-secret');
    await put('bare.json', { name: 'x' });
    expect(errorOf((await sfsc('objects', '--connection', 'bare.json', '--json')).stdout)).toMatchObject({
      code: 'invalid-configuration',
      details: { problems: [{ path: 'bare.json: type' }] },
    });
  });

  test('that is meant as a name where no project is: both are named as missing', async () => {
    const { code, stderr } = await sfsc('objects', '--connection', 'org');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Error \(file-not-found\): There is no file org, and no project\.json in the current/,
    );
    expect(stderr).toContain('--project DIR');
  });

  test('uses a variable that has no value: exit 1, the variable and the field are named', async () => {
    await put('org.json', { type: 'salesforce-service-cloud', name: 'o', username: '[who]', password: 'x' });
    const { code, stderr } = await sfsc('objects', '--connection', 'org.json');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Error \(variable-unset\): org\.json: username uses who/);
  });
});

describe('an interrupt', () => {
  test('ends a command with 130, leaving no file behind', async () => {
    const { port, connected } = await silentServer();
    const file = { type: 'salesforce-service-cloud', name: 'o', username: 'u', password: 'canary-secret' };
    await put('org.json', { ...file, serverHost: `http://127.0.0.1:${port}` });
    const args = ['query', 'SELECT Id FROM Case', '--connection', 'org.json', '--out', 'out.csv', '--json'];
    const child = startCli(args, { cwd: folder });
    await connected;
    child.kill('SIGINT');
    const stdout = new Promise<string>((resolve) =>
      child.stdout.once('data', (data: Buffer) => {
        resolve(data.toString());
      }),
    );
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(130);
    expect(errorOf(await stdout).code).toBe('cancelled');
    expect(await readdir(folder)).toEqual(['org.json']);
  });
});

describe('an interrupt while standard input is read', () => {
  const start = async () => {
    await mkdir(join(folder, 'tmp'));
    await put('org.json', { type: 'salesforce-service-cloud', name: 'o', username: 'u', password: '[pw]' });
    const args = [
      'insert',
      'Case',
      '--connection',
      'org.json',
      '--var',
      'pw=x',
      '--in',
      '-',
      '--results',
      'results',
    ];
    const child = startCli(args, { cwd: folder, env: { TMPDIR: join(folder, 'tmp') } });
    child.stdin.on('error', () => undefined);
    child.stdin.write('Subject\nhalf a fi');
    const watcher = watch(join(folder, 'tmp'));
    for await (const _ of watcher) break;
    return child;
  };

  test('ends the command and removes what was spooled', async () => {
    const child = await start();
    child.kill('SIGTERM');
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(130);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
    const summary = JSON.parse(await readFile(join(folder, 'results', 'summary.json'), 'utf8')) as unknown;
    expect(summary).toMatchObject({ complete: false, error: { code: 'cancelled' } });
  });
});

describe('org start', () => {
  const started = async (...args: string[]) => {
    const child = startCli(['org', 'start', ...args], { cwd: folder });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, org: JSON.parse(line.toString()) as Record<string, string> };
  };

  test('prints one line with everything a connection needs, and stops on SIGTERM and SIGINT', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { child, org } = await started('--no-seed');
      expect(Object.keys(org)).toEqual([
        'url',
        'username',
        'password',
        'securityToken',
        'clientId',
        'clientSecret',
      ]);
      child.kill(signal);
      expect(await once(child, 'close')).toEqual([0, null]);
    }
  });

  test('keeps its records in a file when asked to', async () => {
    const { child } = await started('--data', 'org.sqlite');
    child.kill('SIGTERM');
    await once(child, 'close');
    expect((await readFile(join(folder, 'org.sqlite'))).subarray(0, 15).toString()).toBe('SQLite format 3');
  });

  test('fails on purpose as a file of rules says', async () => {
    await put('faults.json', [{ when: { path: '/services/data' }, do: { edgePage: 503 } }]);
    const { org } = await started('--faults', 'faults.json', '--no-seed');
    expect((await fetch(`${org['url']!}/services/data`)).status).toBe(503);
  });

  test('says what is wrong with a file of objects or rules, or with the file of records', async () => {
    await put('odd.json', { sobjects: 1 });
    await put('records.sqlite', 'this is no database, but long enough to be looked at');
    const start = async (...args: string[]) => {
      const { code, stdout } = await sfsc('org', 'start', ...args, '--json');
      return [code, errorOf(stdout).code];
    };
    expect(await start('--schema', 'none.json')).toEqual([1, 'file-not-found']);
    expect(await start('--schema', 'odd.json')).toEqual([1, 'invalid-configuration']);
    expect(await start('--faults', 'none.json')).toEqual([1, 'file-not-found']);
    expect(await start('--faults', 'odd.json')).toEqual([1, 'invalid-configuration']);
    expect(await start('--users', 'odd.json')).toEqual([1, 'invalid-configuration']);
    expect(await start('--users', 'none.json')).toEqual([1, 'file-not-found']);
    expect(await start('--data', 'no/such/org.sqlite')).toEqual([1, 'file-unwritable']);
    expect(await start('--data', 'records.sqlite')).toEqual([1, 'file-unwritable']);
  });

  test('says so when the port is taken', async () => {
    const { port } = await silentServer();
    const { code, stderr, stdout } = await sfsc('org', 'start', '--port', String(port));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Error \(address-in-use\): /);
  });
});
