import type { Connector } from '../../contract/connector.ts';
import type { StateStore } from '../../contract/state-store.ts';
import type { ProjectPolicies } from '../project/project-file.ts';
import { readProjectHeader } from '../project/read-project-header.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { createVariableScope, type VariableScope } from '../variables/variable-scope.ts';
import { readConnectionFolder, type ConnectionFolder } from './connection-folder.ts';

/** What a store of connections works with. */
export interface ConnectionStoreOptions {
  /** The project folder, with `project.json`. */
  readonly folder: string;
  readonly connectors: readonly Connector[];
  /** Values of variables, stronger than those of the project; they count for whom a connection is saved for. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What `{"env": "NAME"}` may reach. Default: nothing. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Encrypts and decrypts secrets. Without it nothing secret can be written or read. */
  readonly box?: SecretBox | undefined;
  /** Keeps other processes that were lent the same from writing at the same time. Without it the last one wins. */
  readonly state?: Pick<StateStore, 'exclusively'> | undefined;
  /** Receives the values of secret variables, which messages about hosts and users may hold. */
  readonly onSecret?: (secret: string) => void;
}

/** A project folder as one call of the store finds it. */
export interface StoreAccess {
  readonly folder: string;
  readonly connectors: readonly Connector[];
  readonly box: SecretBox | undefined;
  readonly scope: VariableScope;
  readonly policies: ProjectPolicies;
  readonly connections: ConnectionFolder;
}

/**
 * Reads what every call needs.
 *
 * @throws ConnectorError `file-not-found`, `file-unreadable`, `invalid-json`, `invalid-configuration` for
 *   `project.json` and for folders that cannot be listed
 */
export async function accessStore(options: ConnectionStoreOptions): Promise<StoreAccess> {
  const { folder, connectors, box, variables, environment, onSecret } = options;
  const { variables: definitions, policies } = await readProjectHeader(folder);
  const scope = createVariableScope({
    definitions,
    ...(variables !== undefined && { overrides: variables }),
    ...(environment !== undefined && { environment }),
  });
  for (const secret of scope.secretValues) onSecret?.(secret);
  return { folder, connectors, box, scope, policies, connections: await readConnectionFolder(folder) };
}
