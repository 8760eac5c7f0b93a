import { Option, type Command } from 'commander';
import { connectedCommand, wholeNumber, type ConnectedOptions } from '../common-options.ts';
import { withBinds, type BindOptions } from '../bind-option.ts';
import { execute } from '../execute.ts';
import { givenOptions } from '../given-options.ts';

interface BulkQueryOptions extends ConnectedOptions, BindOptions {
  readonly all?: true;
  readonly columnDelimiter?: string;
  readonly lineEnding?: string;
  readonly waitSeconds?: number;
  readonly out: string;
}

/** `sfsc bulk-query`: the CSV of a Bulk API 2.0 query job, byte for byte. */
export function bulkQueryCommand(): Command {
  return withBinds(connectedCommand('bulk-query', 'Run a SOQL query as a Bulk API 2.0 job and write its CSV'))
    .argument('<soql>', 'the query, in quotes')
    .requiredOption('--out <file>', 'file for the CSV; - is standard output')
    .option('--all', 'also deleted and archived records')
    .addOption(
      new Option('--column-delimiter <name>', 'between the cells of the CSV; default: COMMA').choices([
        'BACKQUOTE',
        'CARET',
        'COMMA',
        'PIPE',
        'SEMICOLON',
        'TAB',
      ]),
    )
    .addOption(
      new Option('--line-ending <name>', 'between the records of the CSV; default: LF').choices([
        'LF',
        'CRLF',
      ]),
    )
    .option('--wait-seconds <seconds>', 'longest wait for the job; default: a day', wholeNumber(1))
    .action((query: string, options: BulkQueryOptions) =>
      execute(options, async (session) => {
        const { columnDelimiter, lineEnding, waitSeconds } = options;
        const { runAndShow } = await import('../run-and-show.ts');
        return runAndShow(session, {
          activity: {
            type: 'bulk-query',
            connection: await session.connection(options.connection),
            options: {
              ...givenOptions({ query, binds: options.bind }),
              options: givenOptions({
                includeDeleted: options.all,
                columnDelimiter,
                lineEnding,
                waitSeconds,
              }),
            },
          },
          output: session.output(options.out, 'csv'),
        });
      }),
    );
}
