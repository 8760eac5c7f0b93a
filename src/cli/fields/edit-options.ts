import type { Command } from 'commander';
import type { CommonOptions } from '../common-options.ts';
import type { FieldEditOptions } from './field-edits.ts';

/** Options of commands that change fields of a connection. */
export interface EditOptions extends CommonOptions, FieldEditOptions {
  readonly from?: string;
}

/** Adds the options that change fields. */
export function withEditOptions(command: Command): Command {
  return command
    .option('--from <file>', 'take all fields from a connection file; secrets that it leaves out stay')
    .option('--set <path=value>', 'set a field; [name] is a variable; may be repeated', collect, [])
    .option(
      '--env <path=name>',
      'take a field from an environment variable when it is used; may be repeated',
      collect,
      [],
    )
    .option(
      '--enter <path>',
      'enter a secret: asked for on a terminal, else one line of standard input; may be repeated',
      collect,
      [],
    )
    .option('--remove <path>', 'take a field out, so that its default holds; may be repeated', collect, []);
}

function collect(text: string, known: readonly string[]): string[] {
  return [...known, text];
}
