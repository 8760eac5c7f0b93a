import type { Command } from 'commander';
import { connectedCommand, type ConnectedOptions } from '../../common-options.ts';
import { execute } from '../../execute.ts';
import { withFieldOptions, type FieldOptions } from '../../record/field-options.ts';
import { saveCall, withSaveOptions, type SaveOptions } from '../../record/save-options.ts';
import type { FileOptions } from '../../record/store-file.ts';

interface CreateOptions extends ConnectedOptions, FieldOptions, SaveOptions, FileOptions {}

/** `sfsc record create`: makes one record, or stores a file. */
export function recordCreateCommand(): Command {
  return withSaveOptions(withFieldOptions(connectedCommand('create', 'Make one record, or store a file')))
    .argument('<object>', 'API name of the object, e.g. Case; ContentVersion with --file')
    .option(
      '--file <file>',
      'store this file (ContentVersion); - is standard input, named by --set Title=NAME',
    )
    .option('--linked-to <id>', 'with --file: record that the file is shown at')
    .option('--new-version-of <id>', 'with --file: the file (ContentDocument) that this is a new version of')
    .action((object: string, options: CreateOptions) =>
      execute(options, async (session) => {
        const { recordConnection } = await import('../../record/record-connection.ts');
        const { givenFields, requireFields } = await import('../../record/field-options.ts');
        const { isFileCommand, storeFile } = await import('../../record/store-file.ts');
        const fields = await givenFields(options);
        const { records } = await recordConnection(session, options);
        if (isFileCommand(object, options, fields)) {
          const stored = await storeFile(records, options, fields, session);
          session.print(stored, `Stored as version ${stored.versionId} of file ${stored.documentId}.`);
          return 0;
        }
        const saved = await records.create(object, requireFields(fields), saveCall(options, session.signal));
        session.print(saved, `Created ${saved.id}.`);
        return 0;
      }),
    );
}
