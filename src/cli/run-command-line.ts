import { createProgram } from './program.ts';
import { reportFailure } from './report-failure.ts';
import { HelpShown } from './usage-failure.ts';

/** Runs the command that the process was started with, and leaves its exit code in `process.exitCode`. */
export async function runCommandLine(): Promise<void> {
  // A reader that is gone (`| head`) would otherwise end the process with a stack, before it has cleaned up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    await createProgram().parseAsync();
  } catch (error) {
    const failure = error instanceof HelpShown ? undefined : error;
    process.exitCode = await reportFailure(failure, { json: process.argv.includes('--json') });
  }
}
