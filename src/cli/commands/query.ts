import { Option, type Command } from 'commander';
import type { RowFormat } from '../../host/index.ts';
import { connectedCommand, wholeNumber, type ConnectedOptions } from '../common-options.ts';
import { withBinds, type BindOptions } from '../bind-option.ts';
import { execute } from '../execute.ts';
import { givenOptions } from '../given-options.ts';

interface QueryOptions extends ConnectedOptions, BindOptions {
  readonly all?: true;
  readonly limit?: number;
  readonly format?: RowFormat;
  readonly out: string;
}

/** `sfsc query`: the rows of a SOQL query. */
export function queryCommand(): Command {
  return withBinds(connectedCommand('query', 'Run a SOQL query over REST and write its rows'))
    .argument('<soql>', 'the query, in quotes')
    .option('--all', 'also deleted and archived records')
    .option('--limit <rows>', 'stop after this many rows; default: all rows', wholeNumber(1))
    .addOption(
      new Option(
        '--format <format>',
        'how rows are written; default: what the name of the file says, else csv',
      ).choices(['csv', 'json', 'ndjson']),
    )
    .option('--out <file>', 'file for the rows; - is standard output', '-')
    .action((query: string, options: QueryOptions) =>
      execute(options, async (session) => {
        const { runAndShow } = await import('../run-and-show.ts');
        return runAndShow(session, {
          activity: {
            type: 'query',
            connection: await session.connection(options.connection),
            options: {
              ...givenOptions({ query, binds: options.bind }),
              options: givenOptions({ includeDeleted: options.all, maxRows: options.limit }),
            },
          },
          output: session.output(options.out, options.format),
        });
      }),
    );
}
