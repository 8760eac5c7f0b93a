import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import type { Clock } from '../../contract/clock.ts';
import { cancelled } from '../../errors/connector-error.ts';
import { createWholeFile } from '../files/create-whole-file.ts';
import { fileFailure } from '../input/file-failure.ts';
import { holderOfThisProcess, isGone, parseLockHolder, type LockHolder } from './lock-holder.ts';

const firstPauseMs = 10;
const maxPauseMs = 200;

/** Where a lock is, and how to wait for it. */
export interface FileLockRequest {
  /** The file that is there while somebody holds the lock. Its folder must exist. */
  readonly path: string;
  readonly clock: Clock;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
}

/** A lock that is held until it is released. */
export interface FileLock {
  release(): Promise<void>;
}

/**
 * Takes a lock that one holder among all processes has at a time, and waits for it as long as it takes. The lock of a
 * process that has ended is taken over, and one that is overdue where nobody can tell whether its process runs.
 *
 * @throws ConnectorError `cancelled` when the signal aborts; `file-unwritable`
 */
export async function takeFileLock({ path, clock, signal }: FileLockRequest): Promise<FileLock> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(maxPauseMs, pauseMs * 2)) {
    if (signal?.aborted) throw cancelled(signal);
    const holder = await readHolder(path);
    if (holder === undefined) {
      const mine = await holderOfThisProcess(randomUUID(), clock);
      if (await claim(path, mine)) return { release: () => dissolve(path, mine, clock) };
    } else if (await isGone(holder, clock)) {
      await dissolve(path, holder, clock);
      continue;
    }
    try {
      await clock.sleep(pauseMs, signal);
    } catch (reason) {
      throw signal?.aborted === true ? cancelled(signal) : reason;
    }
  }
}

/** Whether the lock is now ours. */
async function claim(path: string, mine: LockHolder): Promise<boolean> {
  try {
    return await createWholeFile(path, JSON.stringify(mine));
  } catch (error) {
    throw fileFailure(error, path, 'file-unwritable');
  }
}

/**
 * Removes the lock of this holder and no other one. Looking and removing are two steps, so whoever does them holds a
 * lock of its own for just this holder: otherwise two that found the same lock left behind would both remove it, the
 * second one the new lock of the first.
 */
async function dissolve(path: string, holder: LockHolder, clock: Clock): Promise<void> {
  const guard = `${path}.${holder.token}`;
  await takeFileLock({ path: guard, clock });
  try {
    if ((await readHolder(path))?.token === holder.token) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

/** `undefined` when nobody holds the lock. */
async function readHolder(path: string): Promise<LockHolder | undefined> {
  try {
    return parseLockHolder(await readFile(path, 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw fileFailure(error, path, 'file-unreadable');
  }
}

function systemCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
