import type { ConnectionChanges, ConnectionFile, ConnectionStore } from '../../host/index.ts';
import { isConnectorFailure } from '../../contract/failure.ts';
import type { ConnectionDesk } from '../connection-desk.ts';
import { readConnectionFile } from '../read-connection-file.ts';
import { draftChanges } from './draft-changes.ts';
import type { EditOptions } from './edit-options.ts';
import { enterValues } from './enter-values.ts';
import { fieldEdits } from './field-edits.ts';

/**
 * The changes that the command line asks for: checks all of it first, then asks for what is to be entered. `undefined`
 * when nothing is to change.
 *
 * @throws UsageFailure; ConnectorError `cancelled`, and what reading the file and the connection throws
 */
export async function readChanges(
  desk: ConnectionDesk,
  name: string,
  options: EditOptions,
): Promise<ConnectionChanges | undefined> {
  const edits = fieldEdits(options, desk.fields);
  const file = options.from === undefined ? undefined : await readConnectionFile(options.from);
  if (edits.length === 0 && file === undefined) return undefined;
  const before = await fieldsSoFar(desk.store, name);
  const toEnter = edits.flatMap(({ kind, path }) => (kind === 'enter' ? [path] : []));
  const entered = await enterValues(toEnter, desk.streams);
  desk.hide(entered.values());
  const changes = draftChanges({
    schema: desk.schema,
    secretPaths: new Set(desk.fields.flatMap(({ path, isSecret }) => (isSecret ? [path] : []))),
    before,
    ...fieldsOf(file),
    edits,
    entered,
  });
  return file === undefined ? changes : { type: file.type, ...changes };
}

function fieldsOf(file: ConnectionFile | undefined): { readonly from?: Readonly<Record<string, unknown>> } {
  return file === undefined ? {} : { from: file.config };
}

async function fieldsSoFar(store: ConnectionStore, name: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await store.show(name)).fields;
  } catch (error) {
    if (isConnectorFailure(error) && error.code === 'not-in-project') return {};
    throw error;
  }
}
