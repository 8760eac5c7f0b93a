import { Option, type Command } from 'commander';
import type { OAuthMigrationType } from '../../../plugin.ts';
import { command, type CommonOptions } from '../../common-options.ts';
import { execute } from '../../execute.ts';

interface MigrateOptions extends CommonOptions {
  readonly to: OAuthMigrationType;
  readonly host?: string;
  readonly out?: string;
}

const examples = `
Examples:
  sfsc connection migrate production                           a draft, with the steps to do in Setup
  sfsc connection test production --draft
  sfsc connection save production
  sfsc connection migrate my-org.json --host example.my.salesforce.com    writes my-org.oauth.json`;

/** `sfsc connection migrate`: the OAuth variant of a connection, and what is to be done in Setup. */
export function connectionMigrateCommand(): Command {
  return command('migrate', 'Move a connection to OAuth: a draft of it, and the steps to do in Setup')
    .argument('<name|file>', 'name in the project, or a JSON file')
    .addOption(
      new Option('--to <type>', 'way of logging in to move to')
        .choices(['oauth-client-credentials', 'oauth-jwt-bearer'])
        .default('oauth-client-credentials'),
    )
    .option('--host <mydomain>', 'My Domain host of the org; default: what a login with the old fields tells')
    .option('--out <file>', 'new file to write; default for my-org.json: my-org.oauth.json')
    .addHelpText('after', examples)
    .action((reference: string, options: MigrateOptions) =>
      execute(options, async (session) => {
        const { migrateFile } = await import('../../migrate/migrate-file.ts');
        const { migrateNamed } = await import('../../migrate/migrate-named.ts');
        const move = { type: options.to, host: options.host };
        if (typeof (await session.connection(reference)) !== 'string') {
          await migrateFile(session, reference, { ...move, out: options.out });
        } else if (options.out === undefined) {
          await migrateNamed(session, reference, move);
        } else {
          const { UsageFailure } = await import('../../usage-failure.ts');
          throw new UsageFailure('`--out` is for files: a connection of the project becomes a draft.');
        }
        return 0;
      }),
    );
}
