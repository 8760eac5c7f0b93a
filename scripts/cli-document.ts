import type { Command, Option } from 'commander';
import { createProgram } from '../src/cli/program.ts';

/** Options that every command has; shown once. */
const common = new Set(['--project', '--var', '--json', '--quiet']);

/** `docs/cli.md`, from the definitions of the commands. */
export function cliDocument(): string {
  const program = createProgram();
  const leaves = leavesOf(program, 'sfsc');
  const sample = leaves.find(({ path }) => path === 'sfsc validate')?.command;
  return [
    '# Command line',
    '',
    'Generated from the command definitions by `node scripts/generate-docs.ts`.',
    '',
    ...leaves.flatMap(({ path, command }) => section(path, command)),
    '## Options of every command',
    '',
    ...optionTable(sample?.options.filter(isCommon) ?? []),
    '`sfsc org start` has `--json` only; it always prints JSON.',
    '',
    ...conventions,
  ].join('\n');
}

const conventions = [
  '## Input and output',
  '',
  '- `--connection` takes a JSON file (a path, or a name that ends in `.json`) or the name of a connection of the project in `--project`.',
  '- `-` is standard input or standard output. Standard input is written to a temporary file first: uploads may have to be repeated, and messages about a broken CSV name the place.',
  '- Files are written as `NAME.part` and get their name when complete. After an error or an interrupt neither is there; what was under the name before stays.',
  '- Results go to standard output, progress and notes to standard error: a bar on a terminal, a line every two seconds otherwise, nothing with `--quiet` or `--json`.',
  '- With `--json`, standard output holds exactly one JSON document: the result, or `{"error": {"code", "message", "nextSteps", "details"}}`. A query without `--out` gives its rows as one array, held back in a temporary file until all of them are there. An explicit `--format` is kept as it is.',
  '- `--results DIR` receives `success.csv`, `failed.csv`, `unprocessed.csv`, `unknown.csv` (each only if there are such rows) and `summary.json`. Files of an earlier run in the same folder are replaced or removed. Over REST, result columns (`result_id`, `result_created`, or `error_code`, `error_message`, `error_fields`) stand before the columns of the input row; bulk jobs give the CSV of the API as it is.',
  '- When a run breaks off, the results known so far are kept and `summary.json` says `"complete": false`. Over REST, rows that were taken and never answered for are in `unknown.csv`: look in the org before you send them again. For bulk jobs the error and `summary.json` count them and name the job. `counters` stands in `summary.json` and, with `--json`, beside `error`.',
  '- SIGINT and SIGTERM end a command in good order; a second one at once.',
  '',
  '## Exit codes',
  '',
  '| code | meaning |',
  '|---|---|',
  '| 0 | all rows fine |',
  '| 1 | wrong usage, configuration, or a data file that cannot be read |',
  '| 2 | some rows failed, were left unprocessed, or have an unknown outcome |',
  '| 3 | a job or an operation failed |',
  '| 4 | authentication |',
  '| 5 | a limit is reached |',
  '| 130 | interrupted, or the reader of standard output went away |',
  '',
];

function leavesOf(command: Command, path: string): { path: string; command: Command }[] {
  if (command.commands.length === 0) return [{ path, command }];
  return command.commands.flatMap((child) => leavesOf(child, `${path} ${child.name()}`));
}

function section(path: string, command: Command): string[] {
  const args = command.registeredArguments.map((argument) => `<${argument.name()}>`);
  const details = command.registeredArguments.map(
    (argument) => `- \`<${argument.name()}>\`: ${argument.description}`,
  );
  const own = command.options.filter((option) => !isCommon(option));
  return [
    `## \`${[path, ...args].join(' ')}\``,
    '',
    `${command.description()}.`,
    '',
    ...(details.length > 0 ? [...details, ''] : []),
    ...(own.length > 0 ? optionTable(own) : []),
  ];
}

function optionTable(options: readonly Option[]): string[] {
  const rows = options.map((option) => {
    const choices = option.argChoices === undefined ? '' : `; one of ${option.argChoices.join(', ')}`;
    const { defaultValue } = option as { defaultValue: unknown };
    const isShown = typeof defaultValue === 'string' || typeof defaultValue === 'number';
    const fallback = isShown ? `; default: \`${defaultValue}\`` : '';
    const required = option.mandatory ? ' (required)' : '';
    return `| \`${option.flags.replaceAll('|', '\\|')}\`${required} | ${option.description}${choices}${fallback} |`;
  });
  return ['| option | meaning |', '|---|---|', ...rows, ''];
}

function isCommon(option: Option): boolean {
  return common.has(option.long ?? '');
}
