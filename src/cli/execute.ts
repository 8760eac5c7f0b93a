import type { CommonOptions } from './common-options.ts';
import { runWork } from './run-work.ts';
import type { Session } from './session.ts';

/** What a command does with its session; resolves to its exit code, 0 by default. */
export type Work = (session: Session) => Promise<number | undefined>;

/** Runs one command that works with the host; see {@link runWork}. What it needs is loaded only now, for a short start. */
export function execute(options: CommonOptions, work: Work): Promise<void> {
  return runWork(
    options,
    async (signal) => {
      const { openSession } = await import('./session.ts');
      return openSession(options, signal);
    },
    work,
  );
}
