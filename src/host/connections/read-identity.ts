import type { ConnectionIdentity, Connector } from '../../contract/connector.ts';
import { isConnectorFailure, type ConfigurationProblem } from '../../contract/failure.ts';
import { invalidConfiguration } from '../../errors/connector-error.ts';
import { problemsOfFile } from '../project/problem-list.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { substituteVariables } from '../variables/substitute-variables.ts';
import type { VariableScope } from '../variables/variable-scope.ts';
import type { Fields } from './field-path.ts';
import { resolveConnection } from './resolve-connection.ts';
import { resolvedIdentity } from './resolved-identity.ts';
import type { SavedFor } from './saved-for.ts';
import { guardedFields, typedIdentity } from './typed-identity.ts';

/** What {@link readIdentity} reads. */
export interface IdentitySource {
  readonly name: string;
  /** The connector's fields as written. */
  readonly fields: Fields;
  readonly connector: Connector;
  readonly scope: VariableScope;
  readonly box: SecretBox | undefined;
  /** What messages call the connection: its file. */
  readonly where: string;
}

/** Whom a connection would log in as, as far as it can be told now. */
export interface IdentityReading {
  /** The identity fields as written, by path. */
  readonly typed: Fields;
  /** `undefined` while fields wait for a variable or a key. */
  readonly identity: ConnectionIdentity | undefined;
  /** What a save notes of it. */
  readonly noted: SavedFor['resolved'] | undefined;
  /** Paths, below the file, of fields that wait; each with what it waits for. */
  readonly waiting: ReadonlyMap<string, string>;
}

/**
 * Asks the connector whom a connection would log in as; which checks all fields too.
 *
 * @throws ConnectorError `invalid-configuration`, except for fields that wait for a variable or a key;
 *   `secret-unreadable` for a value that does not open
 */
export function readIdentity({
  name,
  fields,
  connector,
  scope,
  box,
  where,
}: IdentitySource): IdentityReading {
  const { manifest } = connector;
  const waiting = new Map<string, string>();
  const wait = (path: string, reason: string): void => {
    waiting.set(path, reason);
  };
  const resolved = resolveConnection(
    { name, ...fields },
    {
      connection: name,
      schema: manifest.connection,
      scope,
      box,
      where,
      onUnset: (variable, path) => {
        wait(path, variable);
        return `[${variable}]`;
      },
      onLocked: (path) => {
        wait(path, 'the key');
        return '[encrypted]';
      },
    },
  );
  const typed = typedIdentity(manifest, fields);
  const identity = identityOf(connector, resolved, where, waiting);
  const isOpen = guardedFields(manifest).some((path) => waiting.has(`${where}: ${path}`));
  if (isOpen || identity === undefined) return { typed, identity: undefined, noted: undefined, waiting };
  const noted = resolvedIdentity(identity, typed, typedIdentity(manifest, resolved));
  return { typed, identity, noted, waiting };
}

/** The identity fields with variables replaced, whatever else is still missing. */
export function substitutedIdentity(typed: Fields, scope: VariableScope): Fields {
  return substituteVariables(typed, { scope, where: '', onUnset: (variable) => `[${variable}]` }) as Fields;
}

function identityOf(
  connector: Connector,
  resolved: Fields,
  where: string,
  waiting: ReadonlyMap<string, string>,
): ConnectionIdentity | undefined {
  try {
    return connector.identify(resolved);
  } catch (error) {
    if (!isConnectorFailure(error) || error.code !== 'invalid-configuration') throw error;
    const found: readonly ConfigurationProblem[] = problemsOfFile(where, error);
    const certain = found.filter(({ path }) => !waiting.has(path));
    if (certain.length > 0) throw invalidConfiguration('The connection', certain);
    return undefined;
  }
}
