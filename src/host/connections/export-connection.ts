import { ConnectorError } from '../../errors/connector-error.ts';
import { decrypted, encryptedValue } from '../secrets/encrypted-value.ts';
import { connectorOf } from './connector-of.ts';
import type { ExportedConnection } from './connection-store.ts';
import { withValueAt, type Fields } from './field-path.ts';
import { keptAs } from './kept-secret.ts';
import { secretFields } from './secret-fields.ts';
import type { StoreAccess } from './store-access.ts';
import { documentOf } from './view-connection.ts';

/**
 * A saved connection to be carried elsewhere, without `savedFor`: who takes it saves it anew.
 *
 * @throws ConnectorError `not-in-project` for what was never saved; `secret-unreadable` when secrets are asked for
 */
export function exportConnection(
  { box, connectors, connections }: StoreAccess,
  name: string,
  includeSecrets: boolean,
): ExportedConnection {
  const { saved } = connections.get(name);
  if (saved === undefined) {
    throw new ConnectorError('not-in-project', `${name} is a draft that was never saved.`, {
      details: { kind: 'connection', name },
      nextSteps: [`Save it first: \`sfsc connection save ${name}\`.`],
    });
  }
  const document = documentOf({ saved, draft: undefined });
  const schema = connectorOf(connectors, document.type, saved.file).manifest.connection;
  const secrets = secretFields(schema, document).filter(({ value }) =>
    ['encrypted', 'clear-text'].includes(keptAs(value)),
  );
  const paths = secrets.map(({ path }) => path);
  const clearValue = (path: string, value: unknown): unknown => {
    if (!includeSecrets) return undefined;
    const sealed = encryptedValue.safeParse(value);
    if (!sealed.success) return value;
    return decrypted(box, sealed.data, { connection: name, path, where: `${saved.file}: ${path}` });
  };
  return {
    connection: secrets.reduce<Fields>(
      (fields, { path, value }) => withValueAt(fields, path, clearValue(path, value)),
      document,
    ),
    leftOut: includeSecrets ? [] : paths,
    inClear: includeSecrets ? paths : [],
    warnings:
      includeSecrets && paths.length > 0
        ? [`${paths.join(', ')} stand in clear text in the export: keep it where nobody else reads it.`]
        : [],
  };
}
