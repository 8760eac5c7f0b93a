import { InvalidArgumentError, type Command } from 'commander';

/** Which fields to read. */
export interface ReadOptions {
  readonly fields?: readonly string[];
}

/** Adds the option that says which fields to read. */
export function withReadOptions(command: Command): Command {
  return command.option(
    '--fields <names>',
    'fields to read, separated by commas, parents too: Subject,Contact.Email; default: all own fields',
    fieldNames,
  );
}

/** Names with commas between them, as a parser for commander. */
export function fieldNames(given: string): readonly string[] {
  const names = given.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new InvalidArgumentError(
    'It must be names with one comma between two of them: Subject,Contact.Email.',
  );
}

/** The options as a call on a single record takes them. */
export function readCall(
  { fields }: ReadOptions,
  signal: AbortSignal,
): { fields?: readonly string[]; signal: AbortSignal } {
  return { signal, ...(fields !== undefined && { fields }) };
}
