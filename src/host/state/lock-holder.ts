import { hostname } from 'node:os';
import { z } from 'zod';
import type { Clock } from '../../contract/clock.ts';

const lockHolder = z.object({
  /** Differs from lock to lock. */
  token: z.string().min(1),
  pid: z.number().int().positive(),
  /** Name of the machine. */
  host: z.string(),
  /** When it was taken: milliseconds since 1970. */
  sinceMs: z.number(),
});

/** Who holds a lock; what stands in its file. */
export type LockHolder = z.output<typeof lockHolder>;

/**
 * How long a lock is believed to be in use without looking at its process, in milliseconds: a login with all its
 * repetitions takes up to 10 minutes.
 */
export const lockBoundMs = 900_000;

/** Process clocks and file times are not that exact. */
const toleranceMs = 2_000;

/** Token of a lock whose file says nothing: its machine has crashed before the content was on disk. */
export const unreadableToken = 'unreadable';

/** This process as the holder of a new lock. */
export function holderOfThisProcess(token: string, clock: Clock): LockHolder {
  return { token, pid: process.pid, host: hostname(), sinceMs: clock.now() };
}

/** Reads the content of a lock file; one that is no lock has no holder who could ever release it. */
export function parseLockHolder(content: string): LockHolder {
  try {
    return lockHolder.parse(JSON.parse(content));
  } catch {
    return { token: unreadableToken, pid: 1, host: '', sinceMs: Number.NEGATIVE_INFINITY };
  }
}

/** Whether nobody will release the lock any more: its process has ended, or it is older than {@link lockBoundMs}. */
export function isGone(holder: LockHolder, clock: Clock): boolean {
  if (isOverdue(holder, clock)) return true;
  if (holder.host !== hostname()) return false;
  if (holder.pid === process.pid) {
    // A container that starts again gives its new process the number of the old one.
    return holder.sinceMs < clock.now() - process.uptime() * 1000 - toleranceMs;
  }
  return !isRunning(holder.pid);
}

/** Whether the lock is older than {@link lockBoundMs}, or from as far in the future. */
export function isOverdue(holder: LockHolder, clock: Clock): boolean {
  return Math.abs(clock.now() - holder.sinceMs) > lockBoundMs;
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 asks and sends nothing.
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
