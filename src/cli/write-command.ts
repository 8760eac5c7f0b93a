import type { Command } from 'commander';
import { connectedCommand, wholeNumber, type ConnectedOptions } from './common-options.ts';
import { execute } from './execute.ts';
import { givenOptions } from './given-options.ts';

/** What tells one writing command from the others. */
export interface WriteCommandOptions {
  /** Activity type and name of the command. */
  readonly type: string;
  readonly description: string;
  readonly externalId: 'required' | 'none';
  /** Whether it goes through a bulk job: then it waits for a job, and has no all-or-none. */
  readonly bulk: boolean;
}

interface WriteOptions extends ConnectedOptions {
  readonly in: string;
  readonly externalId?: string;
  readonly allOrNone?: true;
  readonly waitSeconds?: number;
  readonly results?: string;
}

/** A command that writes the rows of a CSV to an object. */
export function writeCommand({ type, description, externalId, bulk }: WriteCommandOptions): Command {
  const command = connectedCommand(type, description)
    .argument('<object>', 'API name of the object, e.g. Case')
    .requiredOption('--in <file>', 'CSV file with a header; - is standard input')
    .option('--results <dir>', 'folder for what became of every row');
  if (externalId === 'required')
    command.requiredOption('--external-id <field>', 'field that tells records apart');
  if (bulk) {
    command.option('--wait-seconds <seconds>', 'longest wait for a job', wholeNumber(1));
  } else {
    command.option('--all-or-none', 'in every call either all rows succeed or none is stored');
  }
  return command.action((object: string, options: WriteOptions) =>
    execute(options, async (session) => {
      const { runAndShow } = await import('./run-and-show.ts');
      return runAndShow(session, {
        activity: {
          type,
          connection: await session.connection(options.connection),
          options: givenOptions({
            object,
            externalIdField: options.externalId,
            allOrNone: options.allOrNone,
            waitSeconds: options.waitSeconds,
          }),
        },
        input: session.input(options.in),
        ...(options.results !== undefined && { resultsFolder: options.results }),
      });
    }),
  );
}
