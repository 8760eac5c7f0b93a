import type { Connector } from '../../contract/connector.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { ProjectPolicies } from '../project/project-file.ts';
import { withoutKey } from '../secrets/encrypted-value.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { VariableScope } from '../variables/variable-scope.ts';
import type { SavedContent, StoredConnection } from './connection-folder.ts';
import { encryptSecrets } from './encrypt-secrets.ts';
import { enteredIn } from './entered-secrets.ts';
import { valueAt, type Fields } from './field-path.ts';
import { identityChanges } from './identity-change.ts';
import { identitySeal, inOrder, isSealed, type SealedConnection } from './identity-seal.ts';
import { keptAs } from './kept-secret.ts';
import { usesVariable } from '../variables/variable-token.ts';
import { readIdentity } from './read-identity.ts';
import type { SavedFor } from './saved-for.ts';
import { secretFields } from './secret-fields.ts';
import { documentOf, fieldsOf, listingOf } from './view-connection.ts';

/** What {@link prepareSave} works with. */
export interface SaveContext {
  readonly connector: Connector;
  readonly scope: VariableScope;
  readonly box: SecretBox | undefined;
  readonly policies: ProjectPolicies;
  /** What messages call the connection. */
  readonly where: string;
}

/** A connection that may be written. */
export interface PreparedSave {
  readonly content: SavedContent;
  /** Paths of the secrets that stood in clear text. */
  readonly encrypted: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Checks the fields, encrypts secrets, and notes whom they are for.
 *
 * @throws ConnectorError as `ConnectionStore.save` does
 */
export function prepareSave(stored: StoredConnection, context: SaveContext): PreparedSave {
  const { connector, scope, box, policies, where } = context;
  const { name, type } = listingOf(stored);
  const written = fieldsOf(stored);
  const { connection: schema, routeFields } = connector.manifest;
  const source = { name, fields: written, connector, scope, box, where };
  const { typed, identity, noted: resolved, waiting } = readIdentity(source);
  const { fields, encrypted } = encryptSecrets(documentOf(stored), { connection: name, schema, box });
  const base = { ...fields, type, name };

  if (identity === undefined || resolved === undefined) {
    const [[path, reason] = ['', '']] = waiting;
    const message = `${path} uses ${reason}, which has no value`;
    if (policies.reauthenticateOnChange) {
      throw new ConnectorError('variable-unset', `${message}; so whom the secrets are for cannot be told.`, {
        details: { variable: reason, path },
      });
    }
    return {
      content: base,
      encrypted,
      warnings: [`${message}; a change of host or user will go unnoticed.`],
    };
  }

  const old = stored.saved?.content.savedFor;
  const changes = old === undefined ? [] : identityChanges(old, { typed, resolved, routeFields });
  const savedFields = stored.saved?.content ?? {};
  const isKnown =
    isSealed(box, { type, name, secrets: secretFields(schema, savedFields) }, old) && changes.length === 0;
  const entered = new Set([
    ...enteredIn(stored.draft?.content, written, context),
    ...typedInFile(schema, written),
  ]);
  const missing = identity.secretFields.filter(
    (path) => !entered.has(path) && !(isKnown && isAsSaved(path, written, savedFields)),
  );
  if (policies.reauthenticateOnChange) requireEntered(missing, { name, where, changes, box });
  const secrets = secretFields(schema, fields);
  const warnings =
    changes.length > 0 && missing.length > 0
      ? [`${missing.join(', ')} stayed the same although ${changes.join('; ')}.`]
      : [];
  return {
    content: { ...base, savedFor: savedForNow({ type, name, secrets }, { typed, resolved }, box) },
    encrypted,
    warnings,
  };
}

/**
 * Secrets that stand in the file in clear: a save leaves none behind, so they were typed since, by somebody who knows
 * them. Not those with a variable in them: that can be written without knowing its value.
 */
function typedInFile(schema: unknown, fields: Fields): readonly string[] {
  return secretFields(schema, fields)
    .filter(({ value }) => keptAs(value) === 'clear-text' && !usesVariable(String(value)))
    .map(({ path }) => path);
}

/** A draft that was written by hand may not bring in a secret: only what the seal covers stays without being entered. */
function isAsSaved(path: string, written: Fields, saved: Fields): boolean {
  const value = valueAt(written, path);
  return (
    keptAs(value) === 'empty' ||
    JSON.stringify(inOrder(value)) === JSON.stringify(inOrder(valueAt(saved, path)))
  );
}

interface Requirement {
  readonly name: string;
  readonly where: string;
  readonly changes: readonly string[];
  readonly box: SecretBox | undefined;
}

function requireEntered(missing: readonly string[], { name, where, changes, box }: Requirement): void {
  if (box === undefined) throw withoutKey(`${where}: the policy needs a signature`, { connection: name });
  if (missing.length === 0) return;
  const why = changes.length === 0 ? 'it was not saved with this key before' : changes.join('; ');
  throw new ConnectorError(
    'reauthentication-required',
    `${where}: ${why}. Enter again: ${missing.join(', ')}; a field that is empty has to be entered as empty.`,
    { details: { connection: name, fields: missing, changes } },
  );
}

function savedForNow(
  connection: SealedConnection,
  identity: Omit<SavedFor, 'seal'>,
  box: SecretBox | undefined,
): SavedFor {
  return box === undefined ? identity : { ...identity, seal: identitySeal(box, connection, identity) };
}
