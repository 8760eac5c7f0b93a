import type { Connection } from '../../contract/connection.ts';
import type { Connector } from '../../contract/connector.ts';
import type { RunContext } from '../../contract/run-context.ts';
import { isConnectorFailure } from '../../contract/failure.ts';
import { ConnectorError, invalidConfiguration } from '../../errors/connector-error.ts';
import type { ConnectionFile } from '../project/connection-file.ts';
import { problemsOfFile } from '../project/problem-list.ts';
import { substituteVariables } from '../variables/substitute-variables.ts';
import type { VariableScope } from '../variables/variable-scope.ts';
import { clearTextSecrets } from './clear-text-secrets.ts';
import { secretFields } from './secret-fields.ts';

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
   * The connection of this file; touches no network.
   *
   * @throws ConnectorError `unknown-connector-type`, `variable-unset`, `invalid-configuration`
   */
  open(file: ConnectionFile): OpenConnection {
    const known = this.#open.get(file.file);
    if (known !== undefined) return known;
    const opened = this.#connect(file);
    this.#open.set(file.file, opened);
    return opened;
  }

  /** Closes all connections, also when one of them refuses. */
  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.allSettled(open.map(({ connection }) => connection.close()));
  }

  #connect({ file, type, config }: ConnectionFile): OpenConnection {
    const { connectors, context, scope, onSecret, onWarning } = this.#options;
    const connector = connectors.find(({ manifest }) => manifest.type === type);
    if (connector === undefined) {
      const types = connectors.map(({ manifest }) => manifest.type);
      throw new ConnectorError(
        'unknown-connector-type',
        `${file}: there is no connection type ${type}; there is ${types.join(', ')}.`,
        { details: { file, type, types } },
      );
    }
    const resolved = substituteVariables(config, { scope, where: file }) as Record<string, unknown>;
    const schema = connector.manifest.connection;
    for (const { value } of secretFields(schema, resolved)) onSecret(String(value));
    for (const path of clearTextSecrets({ schema, written: config, resolved })) {
      onWarning(`${file} holds ${path} in clear text; use a variable: "[name]" or {"env": "NAME"}.`);
    }
    return { connector, connection: withFileName(file, () => connector.connect(resolved, context)) };
  }
}

/** Puts the file's name, if there is a file, before the paths of what a connector finds wrong. */
export function withFileName<T>(file: string | undefined, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (file === undefined || !isConnectorFailure(error) || error.code !== 'invalid-configuration')
      throw error;
    throw invalidConfiguration('The configuration', problemsOfFile(file, error));
  }
}
