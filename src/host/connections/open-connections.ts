import type { Connection } from '../../contract/connection.ts';
import type { Connector } from '../../contract/connector.ts';
import type { RunContext } from '../../contract/run-context.ts';
import type { ConnectionFile } from '../project/connection-file.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { VariableScope } from '../variables/variable-scope.ts';
import { checkIdentity } from './check-identity.ts';
import { clearTextSecrets } from './clear-text-secrets.ts';
import { connectorOf } from './connector-of.ts';
import type { Fields } from './field-path.ts';
import { identityChanges } from './identity-change.ts';
import { resolveConnection } from './resolve-connection.ts';
import { resolvedIdentity } from './resolved-identity.ts';
import { secretFields } from './secret-fields.ts';
import { typedIdentity } from './typed-identity.ts';
import { withFileName } from './with-file-name.ts';

/** A connection and the connector that made it. */
export interface OpenConnection {
  readonly connector: Connector;
  readonly connection: Connection;
}

/** What it takes to open connections. */
export interface OpenConnectionsOptions {
  readonly connectors: readonly Connector[];
  readonly context: RunContext;
  readonly scope: VariableScope;
  /** Opens encrypted secrets; without it they are an error. */
  readonly box?: SecretBox | undefined;
  /** Whether a file falls under the policy `reauthenticateOnChange`. */
  readonly reauthenticates: (file: ConnectionFile) => boolean;
  /** Receives every secret of every connection, before the connection is made. */
  readonly onSecret: (secret: string) => void;
  readonly onWarning: (warning: string) => void;
}

/** Opens every configured connection once and shares it, so that all activities of a process share one session. */
export class OpenConnections {
  readonly #options: OpenConnectionsOptions;
  readonly #open = new Map<string, OpenConnection>();

  constructor(options: OpenConnectionsOptions) {
    this.#options = options;
  }

  /**
   * The connection of this file; touches no network. The one place where it is decided whether its secrets may go to
   * the host that it points to now.
   *
   * @throws ConnectorError `unknown-connector-type`, `variable-unset`, `secret-unreadable`, `invalid-configuration`,
   *   `reauthentication-required`
   */
  open(file: ConnectionFile): OpenConnection {
    // The same file may be read again after it has changed.
    const key = JSON.stringify(file);
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const opened = this.#connect(file);
    this.#open.set(key, opened);
    return opened;
  }

  /** Closes all connections, also when one of them refuses. */
  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.allSettled(open.map(({ connection }) => connection.close()));
  }

  #connect(written: ConnectionFile): OpenConnection {
    const { file, type, name, config } = written;
    const { connectors, context, scope, box, onSecret, onWarning } = this.#options;
    const connector = connectorOf(connectors, type, file);
    const schema = connector.manifest.connection;
    const resolved = resolveConnection(config, { connection: name, schema, scope, where: file, box });
    for (const { value } of secretFields(schema, resolved)) onSecret(String(value));
    this.#requireIdentity(written, connector, resolved);
    for (const path of clearTextSecrets({ schema, written: config, resolved })) {
      onWarning(`${file} holds ${path} in clear text; use a variable: "[name]" or {"env": "NAME"}.`);
    }
    return { connector, connection: withFileName(file, () => connector.connect(resolved, context)) };
  }

  #requireIdentity(written: ConnectionFile, connector: Connector, resolved: Fields): void {
    const { file, type, name, config, savedFor } = written;
    const { box, reauthenticates, onWarning } = this.#options;
    const isGuarded = reauthenticates(written);
    if (!isGuarded && savedFor === undefined) return;
    const { manifest } = connector;
    const typed = typedIdentity(manifest, config);
    const identity = withFileName(file, () => connector.identify(resolved));
    const now = {
      typed,
      resolved: resolvedIdentity(identity, typed, typedIdentity(manifest, resolved)),
      routeFields: manifest.routeFields,
    };
    const secrets = secretFields(manifest.connection, config);
    if (isGuarded) checkIdentity({ where: file, type, name, secrets, savedFor, now, box });
    else if (savedFor !== undefined) {
      const changes = identityChanges(savedFor, now);
      if (changes.length > 0) {
        onWarning(`${file}: the secrets were entered for another host or user: ${changes.join('; ')}.`);
      }
    }
  }
}
