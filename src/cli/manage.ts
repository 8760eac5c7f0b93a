import type { CommonOptions } from './common-options.ts';
import type { ConnectionDesk } from './connection-desk.ts';
import { runWork } from './run-work.ts';

/** Runs one command that looks after the connections of the project; see {@link runWork}. */
export function manage(
  options: CommonOptions,
  work: (desk: ConnectionDesk) => Promise<number | undefined>,
): Promise<void> {
  return runWork(
    options,
    async (signal) => {
      const { openConnectionDesk } = await import('./connection-desk.ts');
      return openConnectionDesk(options, signal);
    },
    work,
  );
}
