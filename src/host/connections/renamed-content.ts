import { decrypted, encrypted, encryptedValue, withoutKey } from '../secrets/encrypted-value.ts';
import type { SavedContent, StoredConnection } from './connection-folder.ts';
import { connectorOf } from './connector-of.ts';
import type { Draft } from './draft-file.ts';
import { enteredIn, markEntered } from './entered-secrets.ts';
import { valueAt, withValueAt, type Fields } from './field-path.ts';
import { identitySeal, isSealed } from './identity-seal.ts';
import { secretFields } from './secret-fields.ts';
import type { StoreAccess } from './store-access.ts';
import type { StoredFile } from './stored-files.ts';
import { fieldsOf } from './view-connection.ts';

/**
 * A saved connection under another name: secrets and seal are made anew, because they belong to the name. A seal that
 * does not fit is left behind.
 *
 * @throws ConnectorError `secret-unreadable`, `unknown-connector-type`
 */
export function renamedSaved(
  { box, connectors }: StoreAccess,
  { file, content }: StoredFile<SavedContent>,
  to: string,
): SavedContent {
  const { type, name: from } = content;
  const schema = connectorOf(connectors, type, file).manifest.connection;
  const { savedFor, ...fields } = content;
  const renamed = { ...resealed(fields, { schema, box, from, to, where: file }), type, name: to };
  if (savedFor === undefined) return renamed;
  const { seal: _old, ...identity } = savedFor;
  const secrets = secretFields(schema, fields);
  if (box === undefined || !isSealed(box, { type, name: from, secrets }, savedFor))
    return { ...renamed, savedFor: identity };
  const connection = { type, name: to, secrets: secretFields(schema, renamed) };
  return { ...renamed, savedFor: { ...identity, seal: identitySeal(box, connection, identity) } };
}

/** The draft under another name; what was entered counts on. Throws as {@link renamedSaved} does. */
export function renamedDraft(access: StoreAccess, stored: StoredConnection, to: string): Draft | undefined {
  if (stored.draft === undefined) return undefined;
  const { content: draft, file } = stored.draft;
  const connector = connectorOf(access.connectors, draft.type, file);
  const context = { ...access, connector };
  const reseal = {
    schema: connector.manifest.connection,
    box: access.box,
    from: draft.name,
    to,
    where: file,
  };
  const entered = [...enteredIn(draft, fieldsOf(stored), context)];
  const set = Object.fromEntries(
    Object.entries(draft.set).map(([path, value]) => [
      path,
      valueAt(resealed(withValueAt({}, path, value), reseal), path),
    ]),
  );
  const renamed: Draft = { ...draft, name: to, set };
  const fields = fieldsOf({ saved: stored.saved, draft: { file, content: renamed } });
  return { ...renamed, entered: markEntered(entered, renamed, fields, context) };
}

interface Resealing {
  readonly schema: unknown;
  readonly box: StoreAccess['box'];
  readonly from: string;
  readonly to: string;
  readonly where: string;
}

function resealed(fields: Fields, { schema, box, from, to, where }: Resealing): Fields {
  return secretFields(schema, fields).reduce((result, { path, value }) => {
    const sealed = encryptedValue.safeParse(value);
    if (!sealed.success) return result;
    const place = `${where}: ${path}`;
    if (box === undefined) throw withoutKey(`${place} is encrypted`, { path: place });
    const text = decrypted(box, sealed.data, { connection: from, path, where: place });
    const variables = sealed.data.variables === true;
    return withValueAt(result, path, encrypted(box, text, { connection: to, path, variables }));
  }, fields);
}
