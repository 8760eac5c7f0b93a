import { Option, type Command } from 'commander';
import { connectedCommand, type ConnectedOptions } from '../common-options.ts';
import { execute } from '../execute.ts';
import { givenOptions } from '../given-options.ts';

interface SchemaOptions extends ConnectedOptions {
  readonly object?: string;
  readonly soql?: string;
  readonly externalId?: string;
  readonly side?: 'source' | 'target';
  readonly format: 'json' | 'xsd';
  readonly out?: string;
}

/** `sfsc schema`: JSON Schema or XML Schema of one side of an activity. */
export function schemaCommand(): Command {
  return connectedCommand('schema', 'Print the schema of the rows that an activity takes or gives')
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
    .addOption(
      new Option('--format <format>', 'JSON Schema 2020-12, or XML Schema 1.0')
        .choices(['json', 'xsd'])
        .default('json'),
    )
    .option('--out <file>', 'new file to write; only you may read it. Default: standard output')
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
        const { xmlSchemaOf } = await import('../../plugin.ts');
        const text =
          options.format === 'xsd' ? xmlSchemaOf(schema) : `${JSON.stringify(schema.row, undefined, 2)}\n`;
        if (options.out !== undefined) {
          const { writeNewFile } = await import('../write-new-file.ts');
          await writeNewFile(options.out, text);
          session.print({ name: schema.name, file: options.out }, `${schema.name} is in ${options.out}.`);
        } else if (options.format === 'xsd') {
          session.print({ name: schema.name, xsd: text }, text.trimEnd());
        } else {
          session.print(schema.row, text.trimEnd());
        }
        return 0;
      }),
    );
}
