import { removeFile } from '../files/remove-file.ts';
import { pathOf, type StoredConnection } from './connection-folder.ts';
import type { ConnectionStore } from './connection-store.ts';
import type { ConnectionListing, ConnectionView } from './connection-view.ts';
import { deleteConnection } from './delete-connection.ts';
import { draftConnection } from './draft-connection.ts';
import { enteredIn } from './entered-secrets.ts';
import { exportConnection } from './export-connection.ts';
import { findReferences } from './find-references.ts';
import { renameConnection } from './rename-connection.ts';
import { previewConnection, saveConnection } from './save-connection.ts';
import { accessStore, type ConnectionStoreOptions, type StoreAccess } from './store-access.ts';
import { fieldsOf, listingOf, viewOf } from './view-connection.ts';

/** Opens the connections of a project folder. Reads nothing before the first call. */
export function openConnectionStore(options: ConnectionStoreOptions): ConnectionStore {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: (access: StoreAccess) => T | Promise<T>): Promise<T> => {
    const turn = last.then(async () => work(await accessStore(options)));
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    list: () => inTurn(listed),
    show: (name) => inTurn((access) => shown(access, access.connections.get(name))),
    draft: (name, changes) =>
      inTurn(async (access) => shown(access, await draftConnection(access, name, changes))),
    save: (name) => inTurn((access) => saveConnection(access, name)),
    preview: (name) => inTurn((access) => previewConnection(access, name)),
    discard: (name) =>
      inTurn(async ({ folder, connections }) => {
        const { draft } = connections.get(name);
        if (draft !== undefined) await removeFile(pathOf(folder, draft.file), draft.file);
      }),
    delete: (name, { force = false } = {}) => inTurn((access) => deleteConnection(access, name, force)),
    rename: (from, to) => inTurn((access) => renameConnection(access, from, to)),
    export: (name, { includeSecrets = false } = {}) =>
      inTurn((access) => exportConnection(access, name, includeSecrets)),
    references: (name) =>
      inTurn((access) => {
        access.connections.get(name);
        return findReferences(access.folder, name);
      }),
  };
}

function listed({ connections }: StoreAccess): readonly ConnectionListing[] {
  const { saved, drafts, broken } = connections;
  const ofSaved = saved.map((file): StoredConnection => ({
    saved: file,
    draft: drafts.find(({ content }) => content.name === file.content.name),
  }));
  const savedNames = new Set(saved.map(({ content }) => content.name));
  const ofDrafts = drafts
    .filter(({ content }) => !savedNames.has(content.name))
    .map((draft): StoredConnection => ({ saved: undefined, draft }));
  return [
    ...[...ofSaved, ...ofDrafts].map(listingOf),
    ...broken.map(({ file, problem }) => ({ name: '', type: '', file, hasDraft: false, problem })),
  ].sort((a, b) => a.name.localeCompare(b.name));
}

function shown(access: StoreAccess, stored: StoredConnection): ConnectionView {
  const connector = access.connectors.find(({ manifest }) => manifest.type === listingOf(stored).type);
  const entered =
    connector === undefined
      ? new Set<string>()
      : enteredIn(stored.draft?.content, fieldsOf(stored), { ...access, connector });
  return viewOf(stored, connector, entered);
}
