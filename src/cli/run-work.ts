import { reportFailure } from './report-failure.ts';

/** What a command opens for its work, and closes in the end. */
export interface Opened {
  /** Takes secrets out of what is shown of a failure. */
  readonly redact: (text: string) => string;
  /** Clears the way for a failure to be shown. */
  endProgress(): void;
  close(): Promise<void>;
}

/**
 * Runs the work of one command: lets SIGINT and SIGTERM abort it, shows its failure, closes everything, and sets the
 * exit code. A second signal ends the process at once.
 */
export async function runWork<T extends Opened>(
  { json }: { readonly json: boolean },
  open: (signal: AbortSignal) => Promise<T>,
  work: (opened: T) => Promise<number | undefined>,
): Promise<void> {
  const abort = new AbortController();
  const interrupt = (): void => {
    if (abort.signal.aborted) process.exit(130);
    abort.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  let opened: T | undefined;
  try {
    opened = await open(abort.signal);
    process.exitCode = (await work(opened)) ?? 0;
  } catch (error) {
    opened?.endProgress();
    process.exitCode = await reportFailure(error, { json, ...(opened && { redact: opened.redact }) });
  } finally {
    await opened?.close();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
