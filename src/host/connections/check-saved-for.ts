import type { Connector } from '../../contract/connector.ts';
import type { ConnectionFile } from '../project/connection-file.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { VariableScope } from '../variables/variable-scope.ts';
import { checkIdentity } from './check-identity.ts';
import { identityChanges } from './identity-change.ts';
import { readIdentity } from './read-identity.ts';
import { secretFields } from './secret-fields.ts';

/** What {@link checkSavedFor} checks with. */
export interface SavedForCheck {
  readonly connector: Connector;
  readonly scope: VariableScope;
  readonly box: SecretBox | undefined;
}

/**
 * What the policy `reauthenticateOnChange` would say of a connection, as far as that can be told before a run: while a
 * variable has no value, what is typed decides; without a key, the seal is taken on trust.
 *
 * @throws ConnectorError `reauthentication-required`, and as `readIdentity` does
 */
export function checkSavedFor(connection: ConnectionFile, { connector, scope, box }: SavedForCheck): void {
  const { file: where, name, type, config, savedFor } = connection;
  const { typed, noted: resolved } = readIdentity({ name, fields: config, connector, scope, box, where });
  const now = { typed, resolved, routeFields: connector.manifest.routeFields };
  const isFine = box === undefined && savedFor !== undefined && identityChanges(savedFor, now).length === 0;
  const secrets = secretFields(connector.manifest.connection, config);
  if (!isFine) checkIdentity({ where, type, name, secrets, savedFor, now, box });
}
