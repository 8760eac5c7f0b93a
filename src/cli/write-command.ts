import type { Command } from 'commander';
import { connectedCommand, wholeNumber, type ConnectedOptions } from './common-options.ts';
import {
  recordWriteOptions,
  withRecordWriteOptions,
  type RecordWriteOptions,
} from './record-write-options.ts';
import { execute } from './execute.ts';
import { givenOptions } from './given-options.ts';

/** What tells one writing command from the others. */
export interface WriteCommandOptions {
  /** Activity type and name of the command. */
  readonly type: string;
  readonly description: string;
  readonly externalId: 'required' | 'none';
  /** `optional`: ids alone are enough, and an object that is given is checked against them. */
  readonly object: 'required' | 'optional';
  /** Whether it goes through a bulk job: then it waits for a job, and has no all-or-none. */
  readonly bulk: boolean;
}

interface WriteOptions extends ConnectedOptions, RecordWriteOptions {
  readonly in: string;
  readonly externalId?: string;
  readonly waitSeconds?: number;
  readonly results?: string;
}

const objectArgument = {
  required: ['<object>', 'API name of the object, e.g. Case'],
  optional: [
    '[object]',
    'object that all ids must belong to, or nothing is deleted; left out, the ids alone decide',
  ],
} as const;

/** A command that writes the rows of a CSV to an object. */
export function writeCommand({ type, description, object, externalId, bulk }: WriteCommandOptions): Command {
  const command = connectedCommand(type, description)
    .requiredOption('--in <file>', 'CSV file with a header; - is standard input')
    .option(
      '--results <dir>',
      'folder for what became of every row: success.csv, failed.csv, …, summary.json',
    );
  const [argument, meaning] = objectArgument[object];
  command.argument(argument, meaning);
  if (externalId === 'required')
    command.requiredOption('--external-id <field>', 'field that tells records apart');
  if (bulk) {
    command.option('--wait-seconds <seconds>', 'longest wait for each job; default: a day', wholeNumber(1));
  } else {
    withRecordWriteOptions(command, type);
  }
  return command.action(async () => {
    const options = command.opts<WriteOptions>();
    const [name] = command.args;
    await execute(options, async (session) => {
      const { runAndShow } = await import('./run-and-show.ts');
      const connection = await session.connection(options.connection);
      let input = session.input(options.in);
      if (object === 'optional' && name !== undefined) {
        const { idsOfObject } = await import('./ids-of-object.ts');
        input = idsOfObject(input, { connection: session.host.connection(connection), name });
      }
      return runAndShow(session, {
        activity: {
          type,
          connection,
          options: givenOptions({
            object: object === 'required' ? name : undefined,
            externalIdField: options.externalId,
            options: {
              ...recordWriteOptions(options),
              ...givenOptions({ waitSeconds: options.waitSeconds }),
            },
          }),
        },
        input,
        ...(options.results !== undefined && { resultsFolder: options.results }),
      });
    });
  });
}
