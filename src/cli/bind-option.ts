import { InvalidArgumentError, type Command } from 'commander';
import { assignment } from './assignment.ts';

/** Values for the places of a query. */
export interface BindOptions {
  readonly bind?: Readonly<Record<string, string>>;
}

/** Adds the option that gives values to `:name` in a query. */
export function withBinds(command: Command): Command {
  return command.option(
    '--bind <name=value>',
    'value for :name in the query, one text, written by the type of the field; may be repeated; lists and null: `binds` of an activity',
    collectBind,
  );
}

/** Adds a value to those known, as a parser for commander. */
export function collectBind(
  given: string,
  known: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { name, value } = assignment(given);
  if (Object.hasOwn(known, name)) throw new InvalidArgumentError(`${name} is given twice.`);
  return { ...known, [name]: value };
}
