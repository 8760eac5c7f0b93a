import type { CommonOptions } from './common-options.ts';
import { reportFailure } from './report-failure.ts';
import type { Session } from './session.ts';

/** What a command does with its session; resolves to its exit code, 0 by default. */
export type Work = (session: Session) => Promise<number | undefined>;

/**
 * Runs one command: loads what it needs (only now, which keeps the start-up short), lets SIGINT and SIGTERM abort
 * it, shows its failure, closes everything, and sets the exit code. A second signal ends the process at once.
 */
export async function execute(options: CommonOptions, work: Work): Promise<void> {
  const abort = new AbortController();
  const interrupt = (): void => {
    if (abort.signal.aborted) process.exit(130);
    abort.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  let session: Session | undefined;
  try {
    const { openSession } = await import('./session.ts');
    session = await openSession(options, abort.signal);
    process.exitCode = (await work(session)) ?? 0;
  } catch (error) {
    session?.endProgress();
    const redact = session === undefined ? {} : { redact: session.host.redact };
    process.exitCode = await reportFailure(error, { json: options.json, ...redact });
  } finally {
    await session?.close();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
