import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createRunContext } from '../../../src/compose.ts';
import type { Clock } from '../../../src/contract/clock.ts';
import type { StateStore } from '../../../src/contract/state-store.ts';
import { createSecretBox, type SecretBox } from '../../../src/host/secrets/secret-box.ts';
import { openStateFolder } from '../../../src/host/state/state-folder.ts';
import { testRunContext, type TestRunContext } from '../../support/test-run-context.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A folder for state that is not there yet, and ways to open it. */
export interface NewState {
  readonly folder: string;
  readonly context: TestRunContext;
  /** The folder, opened once more: by default with the usual key and with real time. */
  readonly open: (seed?: number, clock?: Clock) => StateStore;
  readonly state: StateStore;
}

/** Prepares a {@link NewState}. */
export async function newState(): Promise<NewState> {
  const folder = join(await temporaryFolder(), 'home', 'state');
  const context = testRunContext();
  const open = (seed = 7, clock = createRunContext().clock): StateStore =>
    openStateFolder({ folder, box: boxOf(seed), clock, logger: context.logger });
  return { folder, context, open, state: open() };
}

/** A box with a key made of this number. */
export function boxOf(seed: number): () => Promise<SecretBox> {
  return () => Promise.resolve(createSecretBox(Buffer.alloc(32, seed)));
}

/** Starts a process that does one of the works of `state-process.ts` on the folder. */
export function startProcess(folder: string, work: string): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, 'state-process.ts'), folder, work], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Resolves when the process has said something. */
export async function firstLineOf(child: ChildProcess): Promise<void> {
  if (child.stdout !== null) await once(child.stdout, 'data');
}

/** Ends the process without any chance to clean up. */
export async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
