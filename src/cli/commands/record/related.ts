import { Option, type Command } from 'commander';
import type { RowFormat } from '../../../host/index.ts';
import { connectedCommand, wholeNumber, type ConnectedOptions } from '../../common-options.ts';
import { execute } from '../../execute.ts';
import { readCall, withReadOptions, type ReadOptions } from '../../record/read-options.ts';

interface RelatedOptions extends ConnectedOptions, ReadOptions {
  readonly limit?: number;
  readonly format?: RowFormat;
  readonly out: string;
}

/** `sfsc record related`: the children of a record, or its parent. */
export function recordRelatedCommand(): Command {
  return withReadOptions(connectedCommand('related', 'Read the children of a record, or its parent'))
    .argument('<object>', 'API name of the object, e.g. Case')
    .argument('<id>', 'id of the record')
    .argument('<relationship>', 'as in a query: CaseComments, or Account for a parent')
    .option('--limit <rows>', 'stop after this many rows; default: all rows', wholeNumber(1))
    .addOption(
      new Option(
        '--format <format>',
        'how rows are written; default: what the name of the file says, else csv',
      ).choices(['csv', 'json', 'ndjson']),
    )
    .option('--out <file>', 'file for the rows; - is standard output', '-')
    .action((object: string, id: string, relationship: string, options: RelatedOptions) =>
      execute(options, async (session) => {
        const { recordConnection } = await import('../../record/record-connection.ts');
        const { writeRelated } = await import('../../record/write-related.ts');
        const { records } = await recordConnection(session, options);
        const call = {
          ...readCall(options, session.signal),
          ...(options.limit !== undefined && { maxRows: options.limit }),
        };
        const output = session.output(options.out, options.format);
        const batches = records.related(object, id, relationship, call);
        const columns = async () =>
          options.fields ?? records.relatedColumns(object, relationship, { signal: session.signal });
        const report = await writeRelated({ batches, columns }, output, session);
        if (options.out !== '-') session.print(report, `${report.rowCount} rows to ${options.out}`);
        return 0;
      }),
    );
}
