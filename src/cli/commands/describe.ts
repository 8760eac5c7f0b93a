import type { Command } from 'commander';
import { connectedCommand, type ConnectedOptions } from '../common-options.ts';
import { execute } from '../execute.ts';
import { schemaTable } from '../render/schema-table.ts';

/** `sfsc describe`: the fields of one object. */
export function describeCommand(): Command {
  return connectedCommand('describe', 'Show the fields of an object')
    .argument('<object>', 'API name of the object, e.g. Case')
    .action((object: string, options: ConnectedOptions) =>
      execute(options, async (session) => {
        const connection = session.host.connection(await session.connection(options.connection));
        const description = await connection.describe(object, { signal: session.signal });
        session.print(
          description,
          `${description.name} (${description.label})\n${schemaTable(description.row)}`,
        );
        return 0;
      }),
    );
}
