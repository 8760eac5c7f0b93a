import type { Command } from 'commander';
import { connectedCommand, type ConnectedOptions } from '../../common-options.ts';
import { execute } from '../../execute.ts';
import { withFieldOptions, type FieldOptions } from '../../record/field-options.ts';
import { saveCall, withSaveOptions, type SaveOptions } from '../../record/save-options.ts';

interface UpdateOptions extends ConnectedOptions, FieldOptions, SaveOptions {}

/** `sfsc record update`: changes one record. */
export function recordUpdateCommand(): Command {
  return withSaveOptions(withFieldOptions(connectedCommand('update', 'Change one record')))
    .argument('<object>', 'API name of the object, e.g. Case')
    .argument('<id>', 'id of the record')
    .action((object: string, id: string, options: UpdateOptions) =>
      execute(options, async (session) => {
        const { recordConnection } = await import('../../record/record-connection.ts');
        const { givenFields, requireFields } = await import('../../record/field-options.ts');
        const fields = requireFields(await givenFields(options));
        const { records } = await recordConnection(session, options);
        await records.update(object, id, fields, saveCall(options, session.signal));
        session.print({ id, created: false }, `Changed ${id}.`);
        return 0;
      }),
    );
}
