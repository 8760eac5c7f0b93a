import { removeFile } from '../files/remove-file.ts';
import { parseConnectionFile, type ConnectionFile } from '../project/connection-file.ts';
import { connectionsFolder, pathOf } from './connection-folder.ts';
import type { SavedConnection } from './connection-store.ts';
import { connectorOf } from './connector-of.ts';
import { prepareSave, type PreparedSave } from './prepare-save.ts';
import type { StoreAccess } from './store-access.ts';
import { listingOf } from './view-connection.ts';
import { newStoredFile, writeStoredFile } from './write-stored-file.ts';

/**
 * Puts the draft in place of what is saved. The draft goes last: after a crash in between, saving again does no harm.
 *
 * @throws ConnectorError as `ConnectionStore.save` does
 */
export async function saveConnection(access: StoreAccess, name: string): Promise<SavedConnection> {
  const { folder, connections } = access;
  const { saved, draft } = connections.get(name);
  const { content, encrypted, warnings } = prepared(access, name);
  const file = saved?.file ?? (await newStoredFile(folder, connectionsFolder, name));
  await writeStoredFile({ folder, file }, content);
  if (draft !== undefined) await removeFile(pathOf(folder, draft.file), draft.file);
  return { name, file, created: saved === undefined, encrypted, warnings };
}

/**
 * What a save would write, as a connection that can be opened.
 *
 * @throws ConnectorError as `ConnectionStore.save` does
 */
export function previewConnection(access: StoreAccess, name: string): ConnectionFile {
  const { content } = prepared(access, name);
  const { saved, draft } = access.connections.get(name);
  return parseConnectionFile(draft?.file ?? saved?.file ?? name, content);
}

function prepared(access: StoreAccess, name: string): PreparedSave {
  const stored = access.connections.get(name);
  const { type } = listingOf(stored);
  const where = stored.draft === undefined ? (stored.saved?.file ?? name) : name;
  const connector = connectorOf(access.connectors, type, where);
  return prepareSave(stored, { ...access, connector, where });
}
