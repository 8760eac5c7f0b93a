import type { RecordWriteCall, SavedRecord } from '../../connection/record-calls.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import type { Row } from '../../contract/row.ts';
import { bodyOfFields } from './body-of-fields.ts';
import { saveHeaders } from './save-headers.ts';
import { newRecord } from './saved-record.ts';

/** See `RecordCalls.create`. */
export async function createRecord(
  connection: SalesforceConnection,
  object: string,
  fields: Row,
  call: RecordWriteCall = {},
): Promise<SavedRecord> {
  const describe = await connection.describeObject(object, call);
  const { signal } = call;
  const json = await bodyOfFields({ connection, signal, describe, operation: 'insert' }, fields);
  const answer = await connection.rest.send({
    method: 'POST',
    path: `sobjects/${describe.name}`,
    headers: saveHeaders(call),
    body: { json },
    callClass: 'create',
    signal,
  });
  return newRecord(answer);
}
