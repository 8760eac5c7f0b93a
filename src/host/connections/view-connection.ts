import type { Connector } from '../../contract/connector.ts';
import { applyDraft } from './apply-draft.ts';
import type { StoredConnection } from './connection-folder.ts';
import type { ConnectionListing, ConnectionView } from './connection-view.ts';
import type { Fields } from './field-path.ts';
import { keptAs } from './kept-secret.ts';
import { maskSecrets } from './mask-secrets.ts';
import { secretFields } from './secret-fields.ts';

/** The entry of the list for one connection. */
export function listingOf({ saved, draft }: StoredConnection): ConnectionListing {
  return {
    name: saved?.content.name ?? draft?.content.name ?? '',
    type: draft?.content.type ?? saved?.content.type ?? '',
    file: saved?.file,
    hasDraft: draft !== undefined,
  };
}

/** `type`, `name` and the connector's fields of a connection: draft before saved, keys in the order of the file. */
export function documentOf(
  stored: StoredConnection,
): Fields & { readonly type: string; readonly name: string } {
  const { type, name } = listingOf(stored);
  const { savedFor: _savedFor, ...saved } = stored.saved?.content ?? { type, name };
  return { ...applyDraft(saved, stored.draft?.content), type, name };
}

/** The connector's fields alone. */
export function fieldsOf(stored: StoredConnection): Fields {
  const { type: _type, name: _name, ...fields } = documentOf(stored);
  return fields;
}

/**
 * One connection for people.
 *
 * @param connector `undefined` for a type that nobody serves: then all fields are masked
 * @param entered paths of the secrets that were entered in the draft
 */
export function viewOf(
  stored: StoredConnection,
  connector: Connector | undefined,
  entered: ReadonlySet<string>,
): ConnectionView {
  const fields = fieldsOf(stored);
  const schema = connector?.manifest.connection;
  const savedFor = stored.saved?.content.savedFor;
  return {
    ...listingOf(stored),
    fields:
      connector === undefined
        ? Object.fromEntries(Object.keys(fields).map((path) => [path, '***']))
        : maskSecrets(schema, fields),
    secrets: secretFields(schema, fields).map(({ path, value }) => ({
      path,
      kept: keptAs(value),
      entered: entered.has(path),
    })),
    changed: Object.keys(stored.draft?.content.set ?? {}),
    ...(savedFor !== undefined && { savedFor }),
  };
}
