import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

const main = join(import.meta.dirname, '../../src/cli/main.ts');

const compileCache = join(tmpdir(), 'sfsc-test-compile-cache');

/** How a process of the command line ended. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a process gets beside its arguments. */
export interface CliOptions {
  readonly cwd?: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A running process of the command line. */
export type CliProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts `sfsc` with these arguments. */
export function startCli(args: readonly string[], { cwd, env }: CliOptions = {}): CliProcess {
  return spawn(process.execPath, [main, ...args], {
    cwd: cwd ?? import.meta.dirname,
    // Node strips the types once for all processes instead of once for each.
    env: { NODE_COMPILE_CACHE: compileCache, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs `sfsc` to its end. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const child = startCli(args, options);
  child.stdin.end(options.stdin ?? '');
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}
