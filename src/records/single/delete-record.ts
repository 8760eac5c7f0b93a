import type { CallOptions } from '../../contract/connection.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { onRecord } from './missing-record.ts';
import { recordPath } from './record-path.ts';

/** See `RecordCalls.delete`. */
export async function deleteRecord(
  connection: SalesforceConnection,
  object: string,
  id: string,
  call: CallOptions = {},
): Promise<void> {
  const describe = await connection.describeObject(object, call);
  const { signal } = call;
  const run = async (): Promise<void> => {
    try {
      const path = recordPath(describe, id);
      await connection.rest.send({ method: 'DELETE', path, callClass: 'idempotent', signal });
    } catch (error) {
      // Behind a lost answer the record is gone because this very call has deleted it.
      const isOwnWork = error instanceof ConnectorError && error.details['isOutcomeOpen'] === true;
      if (!isOwnWork || error.code !== 'not-found') throw error;
    }
  };
  await onRecord(connection, { describe, id }, { signal, run });
}
