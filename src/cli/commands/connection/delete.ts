import type { Command } from 'commander';
import { command, type CommonOptions } from '../../common-options.ts';
import { manage } from '../../manage.ts';

interface DeleteCommandOptions extends CommonOptions {
  readonly force?: true;
  readonly yes?: true;
}

/** `sfsc connection delete`: removes a connection and its draft. */
export function connectionDeleteCommand(): Command {
  return command('delete', 'Delete a connection and its draft, unless something uses it')
    .argument('<name>', 'name in the project')
    .option('--force', 'also when activities, operations or scripts use it')
    .option('--yes', 'do not ask; needed where nobody can be asked')
    .action((name: string, options: DeleteCommandOptions) =>
      manage(options, async ({ store, streams, print, note }) => {
        const { describeReference } = await import('../../../host/index.ts');
        const force = options.force === true;
        const uses = await store.references(name);
        const list = uses.map((use) => `  ${describeReference(use)}`);
        // What is refused anyway is not asked about.
        const isRefused = uses.length > 0 && !force;
        if (options.yes !== true && !isRefused) {
          const { confirm } = await import('../../fields/confirm.ts');
          if (list.length > 0 && streams.input.isTTY === true) note([`In use:`, ...list].join('\n'));
          if (!(await confirm(`Delete the connection ${name} for good?`, streams))) {
            print({ name, deleted: false, references: uses }, 'Nothing was deleted.');
            return 0;
          }
        }
        const references = await store.delete(name, { force });
        const broken = references.length === 0 ? [] : ['What used it is broken now:', ...list];
        print({ name, deleted: true, references }, [`Deleted ${name}.`, ...broken].join('\n'));
        return 0;
      }),
    );
}
