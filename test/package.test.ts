import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');

interface PackedFile {
  readonly path: string;
  readonly size: number;
}

let folder: string;
/** An empty project in which only the package is installed. */
let consumer: string;
let tarball: string;
let files: readonly PackedFile[];

/** Runs a program to its end; a failure carries what it printed. */
async function run(program: string, args: readonly string[], cwd = consumer) {
  const result = promisify(execFile)(program, args, { cwd, maxBuffer: 64 * 1024 * 1024 });
  return (await result.catch((error: unknown) => error)) as { stdout: string; stderr: string; code?: number };
}

const sfsc = (...args: string[]) => run(join(consumer, 'node_modules', '.bin', 'sfsc'), args);
const inPackage = (path: string) => join(consumer, 'node_modules', 'service-cloud-connector', path);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-test-'));
  consumer = await mkdtemp(join(tmpdir(), 'package-consumer-'));
  await run(process.execPath, [join(root, 'scripts', 'build.ts')], root);
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, root);
  const [packed] = Object.values(
    JSON.parse(stdout) as Record<string, { files: PackedFile[]; filename: string }>,
  );
  files = packed?.files ?? [];
  tarball = join(folder, packed?.filename ?? '');
  await writeFile(
    join(consumer, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
  );
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--omit=dev', tarball];
  const installed = await run('npm', install);
  expect(installed.code, installed.stderr).toBeUndefined();
}, 240_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(consumer, { recursive: true, force: true });
});

describe('the tarball', () => {
  test('holds what is published and nothing else', () => {
    const paths = files.map(({ path }) => path);
    const tops = new Set(paths.map((path) => path.split('/')[0]));
    const expected = ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'fixtures', 'package.json'];
    expect([...tops].sort()).toEqual(expected);
    expect(paths).toEqual(
      expect.arrayContaining([
        'dist/cli/main.js',
        'dist/cli/THIRD-PARTY-LICENSES.txt',
        'dist/index.d.ts',
        'dist/index.js.map',
        'fixtures/LICENSE.CumulusCI',
        'fixtures/describe/Case.json',
        'fixtures/objects/service-cloud-objects.json',
      ]),
    );
    expect(paths.filter((path) => /(?:^|\/)test\/|\.test\.|fixtures\/wire|tsbuildinfo/.test(path))).toEqual(
      [],
    );
    const sources = paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
    expect(sources).toEqual([]);
  });

  test('has types and source maps beside every module that can be imported', () => {
    const paths = new Set(files.map(({ path }) => path));
    const modules = [...paths].filter((path) => /^dist\/(?!cli\/).*\.js$/.test(path));
    expect(modules.length).toBeGreaterThan(100);
    for (const module of modules) {
      expect(paths).toContain(`${module}.map`);
      expect(paths).toContain(module.replace(/\.js$/, '.d.ts'));
    }
  });

  test('stays small', async () => {
    expect((await stat(tarball)).size).toBeLessThan(4_000_000);
    const { size } = files.reduce((largest, file) => (file.size > largest.size ? file : largest));
    expect(size).toBeLessThan(4_000_000);
  });

  test('says nothing of the machine that built it', async () => {
    const strangers: string[] = [];
    for (const { path } of files) {
      const text = await readFile(inPackage(path), 'utf8');
      if (text.includes(root) || text.includes('file:///')) strangers.push(path);
    }
    expect(strangers).toEqual([]);
  });

  test('carries the licence of everything that is bundled', async () => {
    const text = await readFile(inPackage('dist/cli/THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['commander', 'undici', 'zod', 'csv-parse', 'fast-xml-parser']) {
      expect(text).toMatch(new RegExp(`^${name} \\d\\S+ \\(MIT\\)$`, 'm'));
    }
    const { dependencies } = JSON.parse(await readFile(inPackage('package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const entries = text.split(/^(?=\S+ \d+\.\d+\.\d+\S* \()/m);
    expect(entries.length).toBeGreaterThanOrEqual(Object.keys(dependencies).length - 1);
    for (const entry of entries) expect(entry).toMatch(/copyright|permission/i);
  });

  test('is packed the way that tools and editors expect (publint)', async () => {
    const { buffer, byteOffset, byteLength } = await readFile(tarball);
    const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
    expect((await publint({ strict: true, pack: { tarball: bytes } })).messages).toEqual([]);
  });

  test('has types that resolve wherever ES modules do (are the types wrong)', async () => {
    const attw = await run(join(bin, 'attw'), [tarball, '--profile', 'esm-only', '--no-color']);
    expect(attw.code, attw.stdout).toBeUndefined();
  });
});

describe('installed into an empty project', () => {
  test('brings its production dependencies only', async () => {
    const installed = await readdir(join(consumer, 'node_modules'));
    expect(installed).toContain('zod');
    for (const name of ['typescript', 'vitest', 'eslint', 'node', 'rolldown']) {
      expect(installed).not.toContain(name);
    }
  });

  test('the command says its version', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    expect((await run('npx', ['--no-install', 'sfsc', '--version'])).stdout).toBe(`${version}\n`);
  });

  test('the command starts an org, tests the connection and reads it in bulk', async () => {
    const command = join(consumer, 'node_modules', '.bin', 'sfsc');
    const child = spawn(command, ['org', 'start'], { cwd: consumer, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { url, username, password, securityToken } = JSON.parse(line.toString()) as Record<string, string>;
    const connection = { type: 'salesforce-service-cloud', name: 'org', serverHost: url };
    await writeFile(
      join(consumer, 'org.json'),
      JSON.stringify({ ...connection, username, password, securityToken }),
    );
    expect((await sfsc('connection', 'test', 'org.json')).stdout).toMatch(/^org works\.$/m);
    const soql = 'SELECT Id, Username FROM User';
    const read = await sfsc('bulk-query', soql, '--connection', 'org.json', '--out', 'users.csv', '--json');
    expect(JSON.parse(read.stdout)).toHaveProperty('report.rowCount');
    expect(await readFile(join(consumer, 'users.csv'), 'utf8')).toContain(`"${username}"`);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  test('its three modules compile strictly in TypeScript and run; deep imports are refused', async () => {
    await copyFile(join(root, 'test', 'package', 'consumer.ts.txt'), join(consumer, 'consumer.ts'));
    await writeFile(
      join(consumer, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'es2024',
          lib: ['es2024', 'esnext.disposable'],
          module: 'nodenext',
          strict: true,
          skipLibCheck: false,
          noEmit: true,
          typeRoots: [join(root, 'node_modules', '@types')],
          types: ['node'],
        },
        files: ['consumer.ts'],
      }),
    );
    const compiled = await run(join(bin, 'tsc'), ['--project', consumer]);
    expect(compiled.stdout).toBe('');
    const { stdout, stderr } = await run(process.execPath, ['consumer.ts']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      rowCount: 1,
      header: 'Id,Name',
      refused: 'ERR_PACKAGE_PATH_NOT_EXPORTED',
    });
  });
});
