import { Option, type Command } from 'commander';
import type { ObjectSummary } from '../../contract/connection.ts';
import { connectedCommand, type ConnectedOptions } from '../common-options.ts';
import { execute } from '../execute.ts';
import { table } from '../render/table.ts';

interface ObjectsOptions extends ConnectedOptions {
  readonly search?: string;
  readonly standard?: true;
  readonly custom?: true;
}

/** `sfsc objects`: the objects of the org. */
export function objectsCommand(): Command {
  return connectedCommand('objects', 'List the objects of the org')
    .option('--search <text>', 'only objects whose name or label contains the text; case does not matter')
    .addOption(new Option('--standard', 'only standard objects').conflicts('custom'))
    .addOption(new Option('--custom', 'only custom objects').conflicts('standard'))
    .action((options: ObjectsOptions) =>
      execute(options, async (session) => {
        const connection = session.host.connection(await session.connection(options.connection));
        const { search, standard, custom } = options;
        const objects = await connection.listObjects({
          signal: session.signal,
          ...(search !== undefined && { search }),
          ...((standard ?? custom) === true && { kind: standard === true ? 'standard' : 'custom' }),
        });
        const rows = objects.map((object) => [object.name, object.label, kindOf(object), allowed(object)]);
        session.print(objects, table(rows, ['NAME', 'LABEL', 'KIND', 'ALLOWED']));
        return 0;
      }),
    );
}

function kindOf({ custom }: ObjectSummary): string {
  return custom ? 'custom' : 'standard';
}

function allowed({ canQuery, canCreate, canUpdate, canDelete }: ObjectSummary): string {
  const words = [canQuery && 'query', canCreate && 'create', canUpdate && 'update', canDelete && 'delete'];
  return words.filter((word) => word !== false).join(' ');
}
