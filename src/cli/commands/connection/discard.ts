import type { Command } from 'commander';
import { command, type CommonOptions } from '../../common-options.ts';
import { manage } from '../../manage.ts';

interface DiscardOptions extends CommonOptions {
  readonly yes?: true;
}

/** `sfsc connection discard`: drops the draft. */
export function connectionDiscardCommand(): Command {
  return command('discard', 'Drop the draft of a connection; what is saved stays')
    .argument('<name>', 'name in the project')
    .option('--yes', 'do not ask; needed where nobody can be asked')
    .action((name: string, options: DiscardOptions) =>
      manage(options, async ({ store, streams, print }) => {
        const { hasDraft, file } = await store.show(name);
        if (!hasDraft) {
          print({ name, discarded: false }, `The connection ${name} has no draft.`);
          return 0;
        }
        const rest = file === undefined ? 'It was never saved: nothing of it is left.' : `${file} stays.`;
        if (options.yes !== true) {
          const { confirm } = await import('../../fields/confirm.ts');
          if (!(await confirm(`Drop the draft of ${name}? ${rest}`, streams))) {
            print({ name, discarded: false }, 'Nothing was dropped.');
            return 0;
          }
        }
        await store.discard(name);
        print({ name, discarded: true }, `Dropped the draft of ${name}. ${rest}`);
        return 0;
      }),
    );
}
