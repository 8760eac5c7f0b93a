import { z } from 'zod';
import { isConnectorFailure } from '../../contract/failure.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { removeFile } from '../files/remove-file.ts';
import { ensurePrivateFolder, privateFolder } from '../project/private-folder.ts';
import { connectionsFolder, pathOf } from './connection-folder.ts';
import { readJsonFile } from '../project/read-json-file.ts';
import type { RenameReport } from './connection-store.ts';
import { requireName } from './draft-connection.ts';
import { draftsFolder } from './draft-file.ts';
import { fileNameOf } from './file-name-of.ts';
import { fingerprint } from './fingerprint.ts';
import { findReferences } from './find-references.ts';
import { inOrder } from './identity-seal.ts';
import { renamedDraft, renamedSaved } from './renamed-content.ts';
import type { StoreAccess } from './store-access.ts';
import { updateReferences } from './update-references.ts';
import { newStoredFile, writeStoredFile } from './write-stored-file.ts';

/**
 * Gives a connection another name. What is to be written stands in `.sfsc/renames/` from before the first change
 * until after the last one, so that the same call can tell an unfinished rename from a name that is taken, and
 * finish it.
 *
 * @throws ConnectorError as `ConnectionStore.rename` does
 */
export async function renameConnection(access: StoreAccess, from: string, to: string): Promise<RenameReport> {
  const { folder, connections } = access;
  requireName(to);
  const noteFile = `${privateFolder}/renames/${fileNameOf(`${from}/${to}`, [])}`;
  const unfinished = await readNote(folder, noteFile);
  const old = unfinished === undefined ? connections.get(from) : connections.find(from);
  // Whatever can fail without a disk that fails comes before the first write. What is under the old name may have
  // changed since a rename broke off; then it counts, and not what was noted.
  const savedBefore = old.saved && fingerprint(old.saved.content);
  const draftBefore = old.draft && fingerprint(old.draft.content);
  const isSavedNoted = savedBefore === undefined || savedBefore === unfinished?.savedBefore;
  const isDraftNoted = draftBefore === undefined || draftBefore === unfinished?.draftBefore;
  const note = {
    saved: isSavedNoted ? unfinished?.saved : old.saved && renamedSaved(access, old.saved, to),
    draft: isDraftNoted ? unfinished?.draft : old.draft && renamedDraft(access, old, to),
    savedBefore: savedBefore ?? unfinished?.savedBefore,
    draftBefore: draftBefore ?? unfinished?.draftBefore,
  };
  const target = connections.find(to);
  const mine = unfinished ?? {};
  if (!isOurs(target.saved?.content, mine.saved) || !isOurs(target.draft?.content, mine.draft)) {
    throw nameTaken(to);
  }
  const references = await findReferences(folder, from);

  await ensurePrivateFolder(folder);
  await writeStoredFile({ folder, file: noteFile, mode: 0o600 }, note);
  const file = target.saved?.file ?? (note.saved && (await newStoredFile(folder, connectionsFolder, to)));
  if (note.saved !== undefined && file !== undefined) await writeStoredFile({ folder, file }, note.saved);
  if (note.draft !== undefined) {
    const draftName = target.draft?.file ?? (await newStoredFile(folder, draftsFolder, to));
    await writeStoredFile({ folder, file: draftName, mode: 0o600 }, note.draft);
  }
  await updateReferences(folder, references, { from, to });
  for (const gone of [old.draft?.file, old.saved?.file, noteFile]) {
    if (gone !== undefined) await removeFile(pathOf(folder, gone), gone);
  }
  const updated = references.filter(({ by }) => by === 'field' || by === 'tag');
  return { file, updated, toCheck: references.filter(({ by }) => by === 'text') };
}

/** What a rename writes; kept until it is done. */
const renameNote = z.object({
  saved: z.record(z.string(), z.unknown()).optional(),
  draft: z.record(z.string(), z.unknown()).optional(),
  /** Fingerprints of what stood under the old name. */
  savedBefore: z.string().optional(),
  draftBefore: z.string().optional(),
});

async function readNote(folder: string, file: string): Promise<z.output<typeof renameNote> | undefined> {
  try {
    return renameNote.parse(await readJsonFile(pathOf(folder, file), file));
  } catch (error) {
    if (isConnectorFailure(error) && error.code === 'file-not-found') return undefined;
    throw error;
  }
}

/** Whether a place under the new name is free, or holds what this rename put there before it broke off. */
function isOurs(found: unknown, mine: unknown): boolean {
  return found === undefined || JSON.stringify(inOrder(found)) === JSON.stringify(inOrder(mine));
}

function nameTaken(name: string): ConnectorError {
  return new ConnectorError('name-taken', `There is a connection ${name} already.`, { details: { name } });
}
