import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';

/** One process run to its end. */
export interface Measured {
  readonly seconds: number;
  /** High-water mark of the resident set, in MB (10^6 bytes); 0 where the operating system does not tell. */
  readonly peakMegabytes: number;
  readonly exitCode: number;
  readonly stdout: string;
}

/** Runs a command and measures wall time and peak memory from outside. */
export async function measure(command: string, args: readonly string[]): Promise<Measured> {
  const startedAt = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  let peakMegabytes = 0;
  const looking = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, highWaterMark(child.pid));
  }, 10);
  const [exitCode] = (await once(child, 'close')) as [number];
  clearInterval(looking);
  return { seconds: (performance.now() - startedAt) / 1_000, peakMegabytes, exitCode, stdout };
}

function highWaterMark(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8');
    return (Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024) / 1e6;
  } catch {
    // The process has ended between two looks, or this is not Linux.
    return 0;
  }
}

/** The middle one of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
