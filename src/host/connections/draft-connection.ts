import { invalidConfiguration } from '../../errors/connector-error.ts';
import { nameRule } from '../project/name-rule.ts';
import { problemsOfFile } from '../project/problem-list.ts';
import { ensurePrivateFolder } from '../project/private-folder.ts';
import { applyDraft } from './apply-draft.ts';
import { checkChangePaths } from './check-change-paths.ts';
import type { ConnectionChanges } from './connection-changes.ts';
import type { StoredConnection } from './connection-folder.ts';
import { connectorOf } from './connector-of.ts';
import { prepareChanges, withChanges } from './draft-changes.ts';
import { draftsFolder, type Draft } from './draft-file.ts';
import { enteredIn, markEntered } from './entered-secrets.ts';
import type { StoreAccess } from './store-access.ts';
import { fieldsOf } from './view-connection.ts';
import { newStoredFile, writeStoredFile } from './write-stored-file.ts';

/**
 * Writes changes into the draft of a connection.
 *
 * @throws ConnectorError as `ConnectionStore.draft` does
 */
export async function draftConnection(
  access: StoreAccess,
  name: string,
  changes: ConnectionChanges,
): Promise<StoredConnection> {
  const { folder, box, connectors, connections } = access;
  requireName(name);
  const stored = connections.find(name);
  const type = changes.type ?? stored.draft?.content.type ?? stored.saved?.content.type ?? onlyType(access);
  const connector = connectorOf(connectors, type, name);
  const schema = connector.manifest.connection;
  checkChangePaths(schema, changes);

  const { set, entered } = prepareChanges(changes, { connection: name, schema, box });
  const old: Draft = stored.draft?.content ?? { name, type, set: {}, entered: {} };
  const draft: Draft = { ...old, type, set: withChanges(old.set, set) };
  const fields = applyDraft(fieldsOf({ saved: stored.saved, draft: undefined }), draft);
  const context = { ...access, connector };
  // A secret that was entered before counts on, unless it or the host and user became others.
  const before = [...enteredIn({ ...draft, entered: old.entered }, fields, context)];
  const marked: Draft = { ...draft, entered: markEntered([...before, ...entered], draft, fields, context) };

  await ensurePrivateFolder(folder);
  const file = stored.draft?.file ?? (await newStoredFile(folder, draftsFolder, name));
  await writeStoredFile({ folder, file, mode: 0o600 }, marked);
  return { saved: stored.saved, draft: { file, content: marked } };
}

/** @throws ConnectorError `invalid-configuration` for what cannot be the name of a connection */
export function requireName(name: string): void {
  const parsed = nameRule.safeParse(name);
  if (!parsed.success) throw invalidConfiguration('The name', problemsOfFile('name', parsed.error));
}

function onlyType({ connectors }: StoreAccess): string {
  const [first, ...more] = connectors;
  if (first !== undefined && more.length === 0) return first.manifest.type;
  throw invalidConfiguration('The connection', [
    { path: 'type', message: 'Say of which type the new connection is.' },
  ]);
}
