import type { ExternalKey, RecordUpsertCall, SavedRecord } from '../../connection/record-calls.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import type { Row } from '../../contract/row.ts';
import { resolveExternalIdField } from '../../schema/write-columns.ts';
import { bodyOfFields } from './body-of-fields.ts';
import { getRecord } from './get-record.ts';
import { onRecord } from './missing-record.ts';
import { saveHeaders } from './save-headers.ts';
import { savedRecord } from './saved-record.ts';
import { textOf } from './text-of.ts';

/** See `RecordCalls.upsert`. */
export async function upsertRecord(
  connection: SalesforceConnection,
  target: { readonly object: string; readonly key: ExternalKey },
  fields: Row,
  call: RecordUpsertCall = {},
): Promise<SavedRecord> {
  const { object, key } = target;
  const describe = await connection.describeObject(object, call);
  const externalIdField = resolveExternalIdField(describe, key.field).name;
  const json = bodyOfFields({ describe, operation: 'upsert', externalIdField }, fields, externalIdField);
  const path = ['sobjects', describe.name, externalIdField, encodeURIComponent(String(key.value))].join('/');
  const answer = await onRecord(`${describe.name} with this ${externalIdField}`, () =>
    connection.rest.send({
      method: 'PATCH',
      path,
      ...(call.updateOnly === true && { query: { updateOnly: 'true' } }),
      headers: saveHeaders(call),
      body: { json },
      callClass: 'idempotent',
      signal: call.signal,
    }),
  );
  const { id, created } = savedRecord(answer);
  if (id !== undefined) return { id, created };
  // Up to API 45.0 the org says nothing about the record that it changed.
  const record = await getRecord(connection, describe.name, key, { ...call, fields: ['Id'] });
  return { id: textOf(record, 'Id'), created };
}
