import type { CommanderError } from 'commander';

/** A wrong command line, before anything heavy is loaded. */
export class UsageFailure extends Error {
  override readonly name = 'UsageFailure';
  /** What the user can do, before what the error catalogue says. */
  readonly nextSteps: readonly string[];

  constructor(message: string, nextSteps: readonly string[] = []) {
    super(message);
    this.nextSteps = nextSteps;
  }
}

/** What the parser of the command line throws for showing a help text; nothing failed. */
export class HelpShown extends Error {
  override readonly name = 'HelpShown';
}

/** More than the parser's message, for mistakes that are made often. */
const hints: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [
    /'--connection /,
    'Give `--connection FILE.json`, or `--connection NAME` for a connection of the project in `--project DIR`.',
  ],
  [/'--in /, 'Give the CSV file with `--in FILE`; `--in -` reads standard input.'],
  [/'--out /, 'Give the file to write with `--out FILE`; `--out -` is standard output.'],
  [/^too many arguments/, 'Put text with spaces, such as a query, in quotes.'],
];

/**
 * Translates what the parser found wrong.
 *
 * @param path the command as the user writes it: `sfsc org start`
 */
export function usageFailure(error: CommanderError, path: string): UsageFailure | HelpShown {
  if (error.exitCode === 0) return new HelpShown();
  if (error.code === 'commander.help') {
    return new UsageFailure(`${path} needs a command.`, [`See the commands with \`${path} --help\`.`]);
  }
  const message = error.message.replace(/^error: /, '').replace('\n', ' ');
  return new UsageFailure(
    message,
    hints.filter(([pattern]) => pattern.test(message)).map(([, hint]) => hint),
  );
}
