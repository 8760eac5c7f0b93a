import type { Command } from 'commander';
import { connectedCommand, type ConnectedOptions } from '../../common-options.ts';
import { execute } from '../../execute.ts';

/** `sfsc record delete`: moves one record to the recycle bin. */
export function recordDeleteCommand(): Command {
  return connectedCommand('delete', 'Move one record to the recycle bin')
    .argument('<object>', 'API name of the object, e.g. Case')
    .argument('<id>', 'id of the record')
    .action((object: string, id: string, options: ConnectedOptions) =>
      execute(options, async (session) => {
        const { recordConnection } = await import('../../record/record-connection.ts');
        const { records } = await recordConnection(session, options);
        await records.delete(object, id, { signal: session.signal });
        session.print({ id }, `Deleted ${id}.`);
        return 0;
      }),
    );
}
