import { stat } from 'node:fs/promises';
import { ConnectorError } from '../../errors/connector-error.ts';
import { removeFile } from '../files/remove-file.ts';
import { ensurePrivateFolder, privateFolder } from '../project/private-folder.ts';
import { connectionsFolder, pathOf } from './connection-folder.ts';
import type { RenameReport } from './connection-store.ts';
import { requireName } from './draft-connection.ts';
import { draftsFolder } from './draft-file.ts';
import { fileNameOf } from './file-name-of.ts';
import { findReferences } from './find-references.ts';
import { renamedDraft, renamedSaved } from './renamed-content.ts';
import type { StoreAccess } from './store-access.ts';
import { updateReferences } from './update-references.ts';
import { newStoredFile, writeStoredFile } from './write-stored-file.ts';

/**
 * Gives a connection another name. A note in `.sfsc/renames/` is there from before the first change until after the
 * last one, so that the same call can tell an unfinished rename from a name that is taken, and finish it.
 *
 * @throws ConnectorError as `ConnectionStore.rename` does
 */
export async function renameConnection(access: StoreAccess, from: string, to: string): Promise<RenameReport> {
  const { folder, connections } = access;
  requireName(to);
  const note = `${privateFolder}/renames/${fileNameOf(`${from}/${to}`, [])}`;
  const isUnfinished = await stat(pathOf(folder, note)).then(
    () => true,
    () => false,
  );
  const old = isUnfinished ? connections.find(from) : connections.get(from);
  const target = connections.find(to);
  if (!isUnfinished && (target.saved ?? target.draft) !== undefined) throw nameTaken(to);

  // Whatever can fail without a disk that fails comes before the first write.
  const saved = old.saved && renamedSaved(access, old.saved, to);
  const draft = old.draft && renamedDraft(access, old, to);
  const references = await findReferences(folder, from);

  await ensurePrivateFolder(folder);
  await writeStoredFile({ folder, file: note }, { from, to });
  const file = target.saved?.file ?? (saved && (await newStoredFile(folder, connectionsFolder, to)));
  if (saved !== undefined && file !== undefined) await writeStoredFile({ folder, file }, saved);
  if (draft !== undefined) {
    const draftName = target.draft?.file ?? (await newStoredFile(folder, draftsFolder, to));
    await writeStoredFile({ folder, file: draftName, mode: 0o600 }, draft);
  }
  await updateReferences(folder, references, { from, to });
  for (const gone of [old.draft?.file, old.saved?.file, note]) {
    if (gone !== undefined) await removeFile(pathOf(folder, gone), gone);
  }
  const follows = references.filter(({ by }) => by === 'field' || by === 'tag');
  return { file, updated: follows, toCheck: references.filter(({ by }) => by === 'text') };
}

function nameTaken(name: string): ConnectorError {
  return new ConnectorError('name-taken', `There is a connection ${name} already.`, { details: { name } });
}
