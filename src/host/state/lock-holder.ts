import { z } from 'zod';
import type { Clock } from '../../contract/clock.ts';
import { livenessOf, thisProcess } from './process-identity.ts';

const lockHolder = z.object({
  /** Differs from lock to lock. */
  token: z.string().min(1),
  place: z.string(),
  pid: z.number().int().positive(),
  started: z.string().optional(),
  /** When it was taken: milliseconds since 1970. */
  sinceMs: z.number(),
});

/** Who holds a lock; what stands in its file. */
export type LockHolder = z.output<typeof lockHolder>;

/**
 * How long a lock is believed to be in use whose process this one cannot see, in milliseconds: a login with all its
 * repetitions takes up to 10 minutes, by default.
 */
export const lockBoundMs = 900_000;

/** Token of a lock whose file says nothing: its machine has crashed before the content was on disk. */
export const unreadableToken = 'unreadable';

/** This process as the holder of a new lock. */
export async function holderOfThisProcess(token: string, clock: Clock): Promise<LockHolder> {
  return { token, ...(await thisProcess()), sinceMs: clock.now() };
}

/** Reads the content of a lock file; one that is no lock has no holder who could ever release it. */
export function parseLockHolder(content: string): LockHolder {
  try {
    return lockHolder.parse(JSON.parse(content));
  } catch {
    return { token: unreadableToken, place: '', pid: 1, sinceMs: Number.NEGATIVE_INFINITY };
  }
}

/**
 * Whether nobody will release the lock any more. A process that is seen to run keeps it however long, and one that is
 * seen to have ended has lost it at once. Where neither is certain, because the process is of another machine or
 * container, or the system does not say when it began, a lock older than {@link lockBoundMs}, or from as far in the
 * future, counts as left behind.
 */
export async function isGone(holder: LockHolder, clock: Clock): Promise<boolean> {
  const liveness = await livenessOf(holder);
  if (liveness !== 'unknown') return liveness === 'gone';
  return Math.abs(clock.now() - holder.sinceMs) > lockBoundMs;
}
