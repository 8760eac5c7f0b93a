import { InvalidArgumentError } from 'commander';

/** What `NAME=VALUE` on a command line says. */
export interface Assignment {
  readonly name: string;
  /** May be empty, and hold `=`. */
  readonly value: string;
}

/** Reads `NAME=VALUE`, as a parser for commander. */
export function assignment(given: string): Assignment {
  const end = given.indexOf('=');
  if (end < 1) throw new InvalidArgumentError('It must be NAME=VALUE.');
  return { name: given.slice(0, end), value: given.slice(end + 1) };
}
