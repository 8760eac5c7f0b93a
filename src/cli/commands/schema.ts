import { Option, type Command } from 'commander';
import { connectedCommand, type ConnectedOptions } from '../common-options.ts';
import { execute } from '../execute.ts';
import { givenOptions } from '../given-options.ts';

interface SchemaOptions extends ConnectedOptions {
  readonly object?: string;
  readonly soql?: string;
  readonly externalId?: string;
  readonly side?: 'source' | 'target';
}

/** `sfsc schema`: JSON Schema of one side of an activity. */
export function schemaCommand(): Command {
  return connectedCommand('schema', 'Print the JSON Schema of the rows that an activity takes or gives')
    .argument('<type>', 'activity type, e.g. bulk-upsert')
    .option('--object <name>', 'object of the activity')
    .option('--soql <query>', 'query of the activity')
    .option('--external-id <field>', 'external id field of the activity')
    .addOption(
      new Option(
        '--side <side>',
        'rows that it gives, or takes; default: what it takes, if anything',
      ).choices(['source', 'target']),
    )
    .action((type: string, options: SchemaOptions) =>
      execute(options, async (session) => {
        const { object, soql, externalId, side } = options;
        const schemas = await session.host.schemas(
          {
            type,
            connection: await session.connection(options.connection),
            options: givenOptions({ object, query: soql, externalIdField: externalId }),
          },
          { signal: session.signal },
        );
        const schema = schemas[side ?? (schemas.target === undefined ? 'source' : 'target')];
        if (schema === undefined) {
          const { UsageFailure } = await import('../usage-failure.ts');
          throw new UsageFailure(`${type} has no target side: it takes no rows.`);
        }
        session.print(schema.row, JSON.stringify(schema.row, undefined, 2));
        return 0;
      }),
    );
}
