import type { Command } from 'commander';
import { command } from '../../common-options.ts';
import { withEditOptions, type EditOptions } from '../../fields/edit-options.ts';
import { manage } from '../../manage.ts';

const examples = `
Examples:
  sfsc connection save production                                    puts the draft in force
  sfsc connection save production --enter password --enter securityToken
  sfsc connection save production --from production.json --env password=SF_PASSWORD`;

/** `sfsc connection save`: puts the draft, with further changes, in force. */
export function connectionSaveCommand(): Command {
  return withEditOptions(
    command('save', 'Check the draft, with further changes if given, and put it in force').argument(
      '<name>',
      'name in the project',
    ),
  )
    .addHelpText('after', examples)
    .action((name: string, options: EditOptions) =>
      manage(options, async (desk) => {
        const { readChanges } = await import('../../fields/read-changes.ts');
        const { saveAndAsk } = await import('../../save-and-ask.ts');
        const changes = await readChanges(desk, name, options);
        const saved = await saveAndAsk(desk, name, changes);
        for (const warning of saved.warnings) desk.note(`Warning: ${warning}`);
        const encrypted = saved.encrypted.length === 0 ? '' : ` Encrypted: ${saved.encrypted.join(', ')}.`;
        desk.print(saved, `Saved ${saved.name} in ${saved.file}.${encrypted}`);
        return 0;
      }),
    );
}
