import { realpath } from 'node:fs/promises';
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

type Work<T> = (access: StoreAccess) => T | Promise<T>;

/** Opens the connections of a project folder. Reads nothing before the first call. */
export function openConnectionStore(options: ConnectionStoreOptions): ConnectionStore {
  const { folder, state } = options;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const reading = <T>(work: Work<T>): Promise<T> => inTurn(async () => work(await accessStore(options)));
  const writing = <T>(work: Work<T>): Promise<T> =>
    inTurn(async () => {
      const whenAlone = async (): Promise<T> => work(await accessStore(options));
      return state === undefined
        ? whenAlone()
        : state.exclusively(`connections of ${await realpath(folder).catch(() => folder)}`, whenAlone);
    });
  return {
    list: () => reading(listed),
    show: (name, { savedOnly = false } = {}) =>
      reading((access) => {
        const stored = access.connections.get(name);
        if (!savedOnly || stored.saved === undefined) return shown(access, stored);
        const hasDraft = stored.draft !== undefined;
        return { ...shown(access, { ...stored, draft: undefined }), hasDraft };
      }),
    draft: (name, changes) =>
      writing(async (access) => shown(access, await draftConnection(access, name, changes))),
    save: (name) => writing((access) => saveConnection(access, name)),
    preview: (name) => reading((access) => previewConnection(access, name)),
    discard: (name) =>
      writing(async ({ folder, connections }) => {
        const { draft } = connections.get(name);
        if (draft !== undefined) await removeFile(pathOf(folder, draft.file), draft.file);
      }),
    delete: (name, { force = false } = {}) => writing((access) => deleteConnection(access, name, force)),
    rename: (from, to) => writing((access) => renameConnection(access, from, to)),
    export: (name, { includeSecrets = false } = {}) =>
      reading((access) => exportConnection(access, name, includeSecrets)),
    references: (name) =>
      reading((access) => {
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
