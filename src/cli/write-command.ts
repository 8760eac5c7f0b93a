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
  /** Whether the rows belong to one object. Ids alone are enough to delete over REST. */
  readonly object: 'required' | 'none';
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
export function writeCommand({ type, description, object, externalId, bulk }: WriteCommandOptions): Command {
  const command = connectedCommand(type, description)
    .requiredOption('--in <file>', 'CSV file with a header; - is standard input')
    .option('--results <dir>', 'folder for what became of every row');
  if (object === 'required') command.argument('<object>', 'API name of the object, e.g. Case');
  if (externalId === 'required')
    command.requiredOption('--external-id <field>', 'field that tells records apart');
  if (bulk) {
    command.option('--wait-seconds <seconds>', 'longest wait for each job; default: a day', wholeNumber(1));
  } else {
    command.option('--all-or-none', 'in every call either all rows succeed or none is stored');
  }
  return command.action(async () => {
    const options = command.opts<WriteOptions>();
    await execute(options, async (session) => {
      const { runAndShow } = await import('./run-and-show.ts');
      return runAndShow(session, {
        activity: {
          type,
          connection: await session.connection(options.connection),
          options: givenOptions({
            object: command.args[0],
            externalIdField: options.externalId,
            options: givenOptions({ allOrNone: options.allOrNone, waitSeconds: options.waitSeconds }),
          }),
        },
        input: session.input(options.in),
        ...(options.results !== undefined && { resultsFolder: options.results }),
      });
    });
  });
}
