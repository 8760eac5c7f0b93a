import type { Command } from 'commander';
import { command, type CommonOptions } from '../../common-options.ts';
import { manage } from '../../manage.ts';

const notes = `
Without SFSC_KEY, the first secret that is entered makes a key file for your user. Make a key yourself when several
machines or people work with the same project: keep it where secrets are kept, and give it to each as SFSC_KEY.`;

/** `sfsc connection key`: a new key for secrets at rest. */
export function connectionKeyCommand(): Command {
  return command('key', 'Print a new key for SFSC_KEY, which encrypts the secrets of connections')
    .addHelpText('after', notes)
    .action((options: CommonOptions) =>
      manage(options, async ({ print }) => {
        const { newSecretKey } = await import('../../../host/index.ts');
        const key = newSecretKey();
        print({ key }, key);
        return 0;
      }),
    );
}
