import type { Command } from 'commander';
import { command, type CommonOptions } from '../../common-options.ts';
import { manage } from '../../manage.ts';

/** `sfsc connection rename`: another name, which everything that uses the connection follows. */
export function connectionRenameCommand(): Command {
  return command('rename', 'Give a connection another name; what uses it follows')
    .argument('<old>', 'name in the project')
    .argument('<new>', 'its new name, without "/" and ":"')
    .action((from: string, to: string, options: CommonOptions) =>
      manage(options, async ({ store, print }) => {
        const { describeReference } = await import('../../../host/index.ts');
        const report = await store.rename(from, to);
        const { file, updated, toCheck } = report;
        print(
          { name: to, ...report },
          [
            `${from} is ${to} now${file === undefined ? '' : `, in ${file}`}.`,
            ...(updated.length === 0 ? [] : ['Changed with it:']),
            ...updated.map((use) => `  ${describeReference(use)}`),
            ...(toCheck.length === 0 ? [] : [`Please check whether these mean the connection ${from}:`]),
            ...toCheck.map((use) => `  ${describeReference(use)}`),
          ].join('\n'),
        );
        return 0;
      }),
    );
}
