import { CommanderError } from 'commander';

/** A wrong command line, before anything heavy is loaded. */
export class UsageFailure extends Error {
  override readonly name = 'UsageFailure';
}

/** Tells what the parser of the command line throws: a wrong usage, or nothing when it only showed a help text. */
export function usageFailure(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  if (error.exitCode === 0 || error.code === 'commander.help') return undefined;
  return new UsageFailure(error.message.replace(/^error: /, ''));
}
