import type { Command } from 'commander';

/** Which fields to read. */
export interface ReadOptions {
  readonly fields?: readonly string[];
}

/** Adds the option that says which fields to read. */
export function withReadOptions(command: Command): Command {
  return command.option(
    '--fields <names>',
    'fields to read, separated by commas, parents too: Subject,Contact.Email; default: all own fields',
    (given: string) => given.split(',').map((name) => name.trim()),
  );
}

/** The options as a call on a single record takes them. */
export function readCall(
  { fields }: ReadOptions,
  signal: AbortSignal,
): { fields?: readonly string[]; signal: AbortSignal } {
  return { signal, ...(fields !== undefined && { fields }) };
}
