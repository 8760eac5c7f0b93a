import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown, type OutputChunk } from 'rolldown';

/**
 * Compiles src/ to dist/ (JavaScript, types, source maps), then bundles the command line with its packages, because
 * reading some hundred modules takes longer than most commands.
 */
const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

function compile(): void {
  rmSync(dist, { recursive: true, force: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [compiler, '--project', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

async function bundleCommandLine(): Promise<void> {
  const folder = join(dist, 'cli');
  const bundle = await rolldown({
    input: join(folder, 'main.js'),
    platform: 'node',
    // The local org finds its fixtures by its own place in dist/, and is a public face of its own.
    external: /[\\/]local-org[\\/]/,
  });
  const bundled = join(dist, 'cli-bundled');
  const { output } = await bundle.write({
    dir: bundled,
    format: 'esm',
    sourcemap: true,
    minify: true,
    chunkFileNames: '[name]-[hash].js',
  });
  await bundle.close();
  rmSync(folder, { recursive: true });
  renameSync(bundled, folder);
  chmodSync(join(folder, 'main.js'), 0o755);
  const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk');
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), licencesOf(chunks));
}

/** The licence texts of every package that ended up in the bundle. */
function licencesOf(chunks: readonly OutputChunk[]): string {
  const folders = new Set<string>();
  for (const id of chunks.flatMap(({ moduleIds }) => moduleIds)) {
    const folder = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(id)?.[1];
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders].sort().map(licenceOf).join('\n\n');
}

function licenceOf(folder: string): string {
  const { name, version, license, author } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as PackageFacts;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
  if (text !== '') return `${name} ${version} (${license})\n\n${text}`;
  // Some packages name their licence and leave its text out; MIT is the one whose text we have at hand.
  if (license !== 'MIT') throw new TypeError(`${name} ships no text of its licence ${license}.`);
  const holder = (typeof author === 'string' ? author : author?.name) ?? `the authors of ${name}`;
  const mit = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
  return `${name} ${version} (MIT)\n\n${mit.replace(/^Copyright .*$/m, `Copyright (c) ${holder}`)}`;
}

interface PackageFacts {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly author?: string | { readonly name: string };
}

compile();
await bundleCommandLine();
