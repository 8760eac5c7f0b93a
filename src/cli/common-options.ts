import { Command, InvalidArgumentError } from 'commander';
import { assignment } from './assignment.ts';

/** Options that every command has. */
export interface CommonOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly project: string;
  readonly var: Readonly<Record<string, string>>;
}

/** Options of commands that talk to an org. */
export interface ConnectedOptions extends CommonOptions {
  readonly connection: string;
}

/** A command with the options that every command has. */
export function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--project <dir>', 'project folder', '.')
    .option('--var <name=value>', 'value of a variable; may be repeated', collectVariable, {})
    .option('--json', 'one JSON document on standard output', false)
    .option('--quiet', 'no progress on standard error', false);
}

/** A command that needs a connection. */
export function connectedCommand(name: string, description: string): Command {
  return command(name, description).requiredOption(
    '--connection <file|name>',
    'connection: a JSON file, or a name in the project',
  );
}

/** A whole number from `minimum` on, up to `maximum` if there is one, as a parser for commander. */
export function wholeNumber(minimum: number, maximum?: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const isInRange = value >= minimum && value <= (maximum ?? Number.MAX_SAFE_INTEGER);
    if (/^\d+$/.test(text) && isInRange) return value;
    const range = maximum === undefined ? `from ${minimum} on` : `from ${minimum} to ${maximum}`;
    throw new InvalidArgumentError(`It must be a whole number ${range}.`);
  };
}

function collectVariable(text: string, known: Readonly<Record<string, string>>): Record<string, string> {
  const { name, value } = assignment(text);
  return { ...known, [name]: value };
}
