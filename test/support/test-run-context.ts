import { tmpdir } from 'node:os';
import type { LogFields } from '../../src/contract/logger.ts';
import type { RunContext } from '../../src/contract/run-context.ts';

/** A run context whose time only passes when somebody sleeps, and which remembers what was slept and logged. */
export interface TestRunContext extends RunContext {
  /** Every sleep, in order, in milliseconds. */
  readonly sleeps: readonly number[];
  readonly logLines: readonly { readonly message: string; readonly fields: LogFields }[];
  /** Lets time pass. */
  advance(milliseconds: number): void;
}

/** Makes a {@link TestRunContext}: sleeping takes no real time, and jitter is always half its range. */
export function testRunContext(): TestRunContext {
  let nowMs = Date.UTC(2026, 5, 1);
  let lastId = 0;
  const sleeps: number[] = [];
  const logLines: { message: string; fields: LogFields }[] = [];
  const log = (message: string, fields: LogFields = {}): void => {
    logLines.push({ message, fields });
  };
  return {
    sleeps,
    logLines,
    advance: (milliseconds) => {
      nowMs += milliseconds;
    },
    clock: {
      now: () => nowMs,
      monotonicMs: () => nowMs,
      sleep: (delayMs, signal) => {
        if (signal?.aborted) return Promise.reject(signal.reason as Error);
        sleeps.push(delayMs);
        nowMs += delayMs;
        return Promise.resolve();
      },
    },
    logger: { debug: log, info: log, warn: log, error: log },
    newId: () => `test-run-context-${String((lastId += 1)).padStart(4, '0')}`,
    random: () => 0.5,
    temporaryFolder: tmpdir(),
  };
}
