import { Option, type Command } from 'commander';
import { wholeNumber } from './common-options.ts';
import { givenOptions } from './given-options.ts';

/** Settings of the writes over REST, as the command line gives them. */
export interface RecordWriteOptions {
  readonly allOrNone?: true | 'run';
  readonly batchSize?: number;
  readonly parallel?: number;
  readonly retryRows?: number;
  readonly emptyText?: 'clear' | 'ignore';
  readonly assignmentRule?: string;
  readonly allowDuplicates?: true;
  readonly updateOnly?: true;
  readonly insertOnly?: true;
}

/** Adds the settings that a write over REST has. */
export function withRecordWriteOptions(command: Command, type: string): Command {
  command
    .addOption(
      new Option(
        '--all-or-none [run]',
        'in every batch all rows succeed or none is stored; run: in the whole input, up to 1,000 rows',
      ).choices(['run']),
    )
    .option(
      '--batch-size <rows>',
      'rows that the org saves together, 1 to 200; default: 200',
      wholeNumber(1, 200),
    )
    .option(
      '--parallel <calls>',
      'calls that may wait for an answer at the same time, 1 to 25; default: 5',
      wholeNumber(1, 25),
    )
    .option(
      '--retry-rows <times>',
      'how often a row goes out again after a lock or a limit, 0 to 10; default: 3',
      wholeNumber(0, 10),
    );
  if (type === 'delete') return command;
  command
    .addOption(
      new Option('--empty-text <meaning>', 'what an empty cell does to a field; default: clear').choices([
        'clear',
        'ignore',
      ]),
    )
    .option(
      '--assignment-rule <rule>',
      'default, or the id of an assignment rule to run; without it none runs',
    )
    .option('--allow-duplicates', 'save rows although a duplicate rule warns');
  if (type !== 'upsert') return command;
  return command
    .option('--update-only', 'make no records: rows without a match fail')
    .option('--insert-only', 'change no records: rows with a match fail');
}

/** The settings as the activity takes them. */
export function recordWriteOptions(given: RecordWriteOptions): Record<string, unknown> {
  return givenOptions({
    allOrNone: given.allOrNone,
    batchSize: given.batchSize,
    parallelCalls: given.parallel,
    retryRows: given.retryRows,
    autoFieldsToNull: given.emptyText === undefined ? undefined : given.emptyText === 'clear',
    assignmentRule: given.assignmentRule,
    allowDuplicates: given.allowDuplicates,
    updateOnly: given.updateOnly,
    insertOnly: given.insertOnly,
  });
}
