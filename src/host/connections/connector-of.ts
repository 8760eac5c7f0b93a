import type { Connector } from '../../contract/connector.ts';
import { ConnectorError } from '../../errors/connector-error.ts';

/**
 * The connector that serves a connection.
 *
 * @param file what messages call the connection
 * @throws ConnectorError `unknown-connector-type`
 */
export function connectorOf(connectors: readonly Connector[], type: string, file: string): Connector {
  const connector = connectors.find(({ manifest }) => manifest.type === type);
  if (connector !== undefined) return connector;
  const types = connectors.map(({ manifest }) => manifest.type);
  throw new ConnectorError(
    'unknown-connector-type',
    `${file}: there is no connection type ${type}; there is ${types.join(', ')}.`,
    { details: { file, type, types } },
  );
}
