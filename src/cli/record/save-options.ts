import type { Command } from 'commander';

/** Options that say what the org does when it saves. */
export interface SaveOptions {
  readonly assignmentRule?: string;
  readonly allowDuplicates?: true;
}

/** Adds the options that say what the org does when it saves. */
export function withSaveOptions(command: Command): Command {
  return command
    .option(
      '--assignment-rule <rule>',
      'default, or the id of an assignment rule to run; without it none runs',
    )
    .option('--allow-duplicates', 'save although a duplicate rule warns');
}

/** The options as a call on a single record takes them. */
export function saveCall(
  { assignmentRule, allowDuplicates }: SaveOptions,
  signal: AbortSignal,
): { assignmentRule?: string; allowDuplicates?: boolean; signal: AbortSignal } {
  return {
    signal,
    ...(assignmentRule !== undefined && { assignmentRule }),
    ...(allowDuplicates !== undefined && { allowDuplicates }),
  };
}
