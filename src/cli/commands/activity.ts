import { Option, type Command } from 'commander';
import type { RowFormat } from '../../host/index.ts';
import { command, wholeNumber, type CommonOptions } from '../common-options.ts';
import { execute } from '../execute.ts';

interface ActivityOptions extends CommonOptions {
  readonly in?: string;
  readonly out?: string;
  readonly format?: RowFormat;
  readonly results?: string;
  readonly transformation?: string;
  readonly preview?: true | number;
}

/** `sfsc activity`: one activity as it is configured in the project. */
export function activityCommand(): Command {
  return command('activity', 'Run one configured activity of the project')
    .argument('<name|file>', 'name in the project (TYPE/NAME where types share it), or a JSON file')
    .option('--in <file>', 'CSV for a target; - is standard input')
    .option('--out <file>', 'file for what a source reads; - is standard output')
    .addOption(
      new Option(
        '--format <format>',
        'how rows are written; default: what the name of the file says, else csv',
      ).choices(['csv', 'json', 'ndjson']),
    )
    .option('--transformation <name>', 'transformation of the project that the rows go through')
    .option(
      '--results <dir>',
      'folder for what became of every row: success.csv, failed.csv, …, summary.json',
    )
    .option(
      '--preview [rows]',
      'only show the query of a source and its first rows; default: 10 rows, 0 shows the query alone',
      wholeNumber(0),
    )
    .action((reference: string, options: ActivityOptions) =>
      execute(options, async (session) => {
        const { runAndShow } = await import('../run-and-show.ts');
        const { activityReference } = await import('../activity-reference.ts');
        const { previewActivity, previewRows } = await import('../preview-activity.ts');
        const { in: input, out, format, results, transformation } = options;
        const rows = previewRows(options);
        if (rows !== undefined) return previewActivity(session, await activityReference(reference), rows);
        return runAndShow(session, {
          activity: await activityReference(reference),
          ...(input !== undefined && { input: session.input(input) }),
          ...(out !== undefined && { output: session.output(out, format) }),
          ...(results !== undefined && { resultsFolder: results }),
          ...(transformation !== undefined && { transformation }),
        });
      }),
    );
}
