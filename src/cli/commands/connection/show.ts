import type { Command } from 'commander';
import { command, type CommonOptions } from '../../common-options.ts';
import { manage } from '../../manage.ts';

interface ShowCommandOptions extends CommonOptions {
  readonly draft?: true;
}

/** `sfsc connection show`: the fields of one connection; of secrets only how they are kept. */
export function connectionShowCommand(): Command {
  return command('show', 'Show the fields of a connection; of secrets only how they are kept')
    .argument('<name>', 'name in the project')
    .option('--draft', 'the draft, instead of what is saved')
    .action((name: string, options: ShowCommandOptions) =>
      manage(options, async ({ store, fields, print }) => {
        const { connectionDocument, renderConnection } = await import('../../render/render-connection.ts');
        const isDraft = options.draft === true;
        const view = await store.show(name, { savedOnly: !isDraft });
        if (isDraft && !view.hasDraft) {
          const { noDraft } = await import('../../no-draft.ts');
          throw noDraft(name);
        }
        print(connectionDocument(view, fields), renderConnection(view, fields));
        return 0;
      }),
    );
}
