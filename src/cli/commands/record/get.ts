import type { Command } from 'commander';
import { connectedCommand, type ConnectedOptions } from '../../common-options.ts';
import { execute } from '../../execute.ts';
import { readCall, withReadOptions, type ReadOptions } from '../../record/read-options.ts';
import { withKey, type KeyOptions } from '../../record/record-key.ts';

interface GetOptions extends ConnectedOptions, ReadOptions, KeyOptions {
  readonly file?: string;
}

/** `sfsc record get`: reads one record, or a file. */
export function recordGetCommand(): Command {
  return withKey(withReadOptions(connectedCommand('get', 'Read one record, or fetch a file')))
    .option(
      '--file <file>',
      'fetch the file (ContentVersion, ContentDocument) into this one; - is standard output',
    )
    .action((object: string, id: string | undefined, options: GetOptions) =>
      execute(options, async (session) => {
        const { recordConnection } = await import('../../record/record-connection.ts');
        const { keyOf } = await import('../../record/record-key.ts');
        const key = keyOf(id, options);
        const { records } = await recordConnection(session, options);
        if (options.file !== undefined) {
          const { fetchFile } = await import('../../record/fetch-file.ts');
          const fetched = await fetchFile(
            records,
            { object, key, path: options.file, fields: options.fields },
            session,
          );
          if (options.file !== '-') session.print(fetched, `Fetched ${fetched.fileName} to ${options.file}.`);
          return 0;
        }
        const row = await records.get(object, key, readCall(options, session.signal));
        const { recordTable } = await import('../../render/record-table.ts');
        session.print(row, recordTable(row));
        return 0;
      }),
    );
}
