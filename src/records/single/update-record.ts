import type { RecordWriteCall } from '../../connection/record-calls.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import type { Row } from '../../contract/row.ts';
import { bodyOfFields } from './body-of-fields.ts';
import { onRecord } from './missing-record.ts';
import { requireSameKey } from './require-same-key.ts';
import { recordPath } from './record-path.ts';
import { saveHeaders } from './save-headers.ts';

/** See `RecordCalls.update`. */
export async function updateRecord(
  connection: SalesforceConnection,
  { object, id }: { readonly object: string; readonly id: string },
  fields: Row,
  call: RecordWriteCall = {},
): Promise<void> {
  const describe = await connection.describeObject(object, call);
  requireSameKey(describe, { field: 'Id', value: id }, fields);
  const { signal } = call;
  const json = await bodyOfFields({ connection, signal, describe, operation: 'update' }, fields, 'Id');
  await onRecord(
    connection,
    { describe, id },
    {
      signal,
      run: () =>
        connection.rest.send({
          method: 'PATCH',
          path: recordPath(describe, id),
          headers: saveHeaders(call),
          body: { json },
          callClass: 'idempotent',
          signal,
        }),
    },
  );
}
