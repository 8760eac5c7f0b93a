import type { Command } from 'commander';
import { connectedCommand, type ConnectedOptions } from '../../common-options.ts';
import { execute } from '../../execute.ts';
import { withFieldOptions, type FieldOptions } from '../../record/field-options.ts';
import { externalId, type ExternalId } from '../../record/record-key.ts';
import { saveCall, withSaveOptions, type SaveOptions } from '../../record/save-options.ts';

interface UpsertOptions extends ConnectedOptions, FieldOptions, SaveOptions {
  readonly externalId: ExternalId;
  readonly updateOnly?: true;
}

/** `sfsc record upsert`: changes the record that has an external id, or makes it. */
export function recordUpsertCommand(): Command {
  return withSaveOptions(
    withFieldOptions(connectedCommand('upsert', 'Change the record that has an external id, or make it')),
  )
    .argument('<object>', 'API name of the object, e.g. Case')
    .requiredOption('--external-id <field=value>', 'the field and value that find the record', externalId)
    .option('--update-only', 'fail when there is no such record')
    .action((object: string, options: UpsertOptions) =>
      execute(options, async (session) => {
        const { recordConnection } = await import('../../record/record-connection.ts');
        const { givenFields } = await import('../../record/field-options.ts');
        const fields = await givenFields(options);
        const { records } = await recordConnection(session, options);
        const saved = await records.upsert(object, options.externalId, fields, {
          ...saveCall(options, session.signal),
          updateOnly: options.updateOnly === true,
        });
        session.print(saved, `${saved.created ? 'Created' : 'Changed'} ${saved.id}.`);
        return 0;
      }),
    );
}
