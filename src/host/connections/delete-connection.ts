import { ConnectorError } from '../../errors/connector-error.ts';
import { removeFile } from '../files/remove-file.ts';
import { pathOf } from './connection-folder.ts';
import { describeReference, type ConnectionReference } from './connection-reference.ts';
import { findReferences } from './find-references.ts';
import type { StoreAccess } from './store-access.ts';

/**
 * Removes a connection and its draft, unless something uses it.
 *
 * @throws ConnectorError `connection-in-use` with `details.references`; `not-in-project`
 */
export async function deleteConnection(
  { folder, connections }: StoreAccess,
  name: string,
  force: boolean,
): Promise<readonly ConnectionReference[]> {
  const { saved, draft } = connections.get(name);
  const references = await findReferences(folder, name);
  if (references.length > 0 && !force) {
    throw new ConnectorError(
      'connection-in-use',
      [`The connection ${name} is in use:`, ...references.map((use) => `  ${describeReference(use)}`)].join(
        '\n',
      ),
      { details: { connection: name, references } },
    );
  }
  // The draft first: it must not outlive the connection and come back as a new one.
  for (const file of [draft?.file, saved?.file]) {
    if (file !== undefined) await removeFile(pathOf(folder, file), file);
  }
  return references;
}
