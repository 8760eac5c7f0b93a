import type { Command } from 'commander';
import { command } from '../../common-options.ts';
import { withEditOptions, type EditOptions } from '../../fields/edit-options.ts';
import { manage } from '../../manage.ts';
import { quoted } from '../../quoted.ts';

const examples = `
Examples:
  sfsc connection draft production --set serverHost=https://example.my.salesforce.com --set username=me@example.com
  sfsc connection draft production --enter password --enter securityToken      asks without showing what is typed
  printf '%s\\n' "$PASSWORD" "$TOKEN" | sfsc connection draft production --enter password --enter securityToken
  sfsc connection draft production --env password=SF_PASSWORD
  sfsc connection draft production --set authentication.type=oauth-client-credentials`;

/** `sfsc connection draft`: changes a connection without putting it in force. */
export function connectionDraftCommand(): Command {
  return withEditOptions(
    command('draft', 'Change a connection, or begin a new one, without putting it in force').argument(
      '<name>',
      'name in the project',
    ),
  )
    .addHelpText('after', examples)
    .action((name: string, options: EditOptions) =>
      manage(options, async (desk) => {
        const { connectionDocument, renderConnection } = await import('../../render/render-connection.ts');
        const { readChanges } = await import('../../fields/read-changes.ts');
        const changes = await readChanges(desk, name, options);
        if (changes === undefined) {
          const { UsageFailure } = await import('../../usage-failure.ts');
          throw new UsageFailure('Nothing is to change.', [
            'Say what, with `--set PATH=VALUE`, `--env PATH=NAME`, `--enter PATH`, `--remove PATH` or `--from FILE`.',
          ]);
        }
        const view = await (await desk.writableStore()).draft(name, changes);
        desk.print(
          connectionDocument(view, desk.fields),
          [
            renderConnection(view, desk.fields),
            '',
            `Not in force yet. Try it: sfsc connection test ${quoted(name)} --draft; then: sfsc connection save ${quoted(name)}`,
          ].join('\n'),
        );
        return 0;
      }),
    );
}
