import type { Command } from 'commander';
import { command, type CommonOptions } from '../../common-options.ts';
import { execute } from '../../execute.ts';
import { table } from '../../render/table.ts';

/** `sfsc connection test`: tries what activities need, without changing anything. */
export function connectionTestCommand(): Command {
  return command('test', 'Log in and check what activities need')
    .argument('<file|name>', 'connection: a JSON file, or a name in the project')
    .action((reference: string, options: CommonOptions) =>
      execute(options, async (session) => {
        const connection = session.host.connection(await session.connection(reference));
        const report = await connection.test({ signal: session.signal });
        const facts = report.facts.map(({ label, value }) => [label, value]);
        const warnings = report.warnings.map((warning) => `Warning: ${warning}`);
        session.print(report, [`${connection.name} works.`, table(facts), ...warnings].join('\n'));
        return 0;
      }),
    );
}
