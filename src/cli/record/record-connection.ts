import type { ConnectedOptions } from '../common-options.ts';
import type { salesforceServiceCloud } from '../../plugin.ts';
import type { Session } from '../session.ts';

/** A connection of the connector that the command line registers: the only one, so every connection is its own. */
export type ServiceCloudConnection = ReturnType<typeof salesforceServiceCloud.connect>;

/** The connection of a command, with its calls on single records. */
export async function recordConnection(
  session: Session,
  { connection }: ConnectedOptions,
): Promise<ServiceCloudConnection> {
  return session.host.connection(await session.connection(connection)) as ServiceCloudConnection;
}
