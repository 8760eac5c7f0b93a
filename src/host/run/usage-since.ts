import type { ConnectionUsage } from '../../contract/connection.ts';

/** What was used between two readings of the same connection. */
export function usageSince(before: ConnectionUsage, after: ConnectionUsage): ConnectionUsage {
  return {
    apiCalls: after.apiCalls - before.apiCalls,
    logins: after.logins - before.logins,
    bytesSent: after.bytesSent - before.bytesSent,
    bytesReceived: after.bytesReceived - before.bytesReceived,
  };
}
