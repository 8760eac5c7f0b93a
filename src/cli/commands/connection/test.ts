import type { Command } from 'commander';
import type { ConnectionFile } from '../../../host/index.ts';
import { command, type CommonOptions } from '../../common-options.ts';
import { execute } from '../../execute.ts';
import { table } from '../../render/table.ts';
import type { Session } from '../../session.ts';

interface TestOptions extends CommonOptions {
  readonly draft?: true;
}

/** `sfsc connection test`: tries what activities need, without changing anything. */
export function connectionTestCommand(): Command {
  return command('test', 'Log in and check what activities need')
    .argument('<file|name>', 'connection: a JSON file, or a name in the project')
    .option('--draft', 'the draft of a connection of the project, before it is saved')
    .action((reference: string, options: TestOptions) =>
      execute(options, async (session) => {
        const tested =
          options.draft === true ? await draftOf(reference, session) : await session.connection(reference);
        const connection = session.host.connection(tested);
        const report = await connection.test({ signal: session.signal });
        const facts = report.facts.map(({ label, value }) => [label, value]);
        const warnings = report.warnings.map((warning) => `Warning: ${warning}`);
        session.print(report, [`${connection.name} works.`, table(facts), ...warnings].join('\n'));
        return 0;
      }),
    );
}

/** The draft as it would be saved; the policy and all other checks of a save hold for it. */
async function draftOf(name: string, { options, signal }: Session): Promise<ConnectionFile> {
  const { openConnectionDesk } = await import('../../connection-desk.ts');
  const { store } = await openConnectionDesk(options, signal);
  if (!(await store.show(name)).hasDraft) {
    const { noDraft } = await import('../../no-draft.ts');
    throw noDraft(name);
  }
  return store.preview(name);
}
