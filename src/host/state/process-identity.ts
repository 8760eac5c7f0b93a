import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/** What tells a process from all others, of this machine and elsewhere, ever. */
export interface ProcessIdentity {
  /** Where its number counts. On Linux this run of the machine and the PID namespace; elsewhere the name of the machine. */
  readonly place: string;
  readonly pid: number;
  /** When it began, in the units of the system; `undefined` where the system does not tell. */
  readonly started?: string | undefined;
}

/** Whether a process runs, as far as this one can tell. */
export type Liveness = 'alive' | 'gone' | 'unknown';

/** The process that runs this. */
export async function thisProcess(): Promise<ProcessIdentity> {
  const { pid } = process;
  return { place: await thisPlace(), pid, started: (await lookUp(pid))?.started };
}

/** Looks for the process. `unknown` when it is of another place, or when its number may have been given away since. */
export async function livenessOf({ place, pid, started }: ProcessIdentity): Promise<Liveness> {
  if (place !== (await thisPlace())) return 'unknown';
  if (!hasNumber(pid)) return 'gone';
  const found = await lookUp(pid);
  if (found === undefined || started === undefined) return 'unknown';
  return found.isOver || found.started !== started ? 'gone' : 'alive';
}

async function thisPlace(): Promise<string> {
  const [boot, namespace] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readlink('/proc/self/ns/pid').catch(() => ''),
  ]);
  return [hostname(), boot.trim(), namespace].join(' ');
}

function hasNumber(pid: number): boolean {
  try {
    // Signal 0 asks and sends nothing.
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** `undefined` where the system has no such information, hides it, or has that of another namespace only. */
async function lookUp(pid: number): Promise<{ started: string; isOver: boolean } | undefined> {
  try {
    if ((await readlink('/proc/self')) !== String(process.pid)) return undefined;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name of the program, which may hold anything.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const started = rest[18];
    // A zombie has ended, and only its parent does not know yet.
    return started === undefined ? undefined : { started, isOver: state === 'Z' || state === 'X' };
  } catch {
    return undefined;
  }
}
