import type { ExternalKey, RecordUpsertCall, SavedRecord } from '../../connection/record-calls.ts';
import type { RestRequest } from '../../connection/rest/rest-client.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import type { Row } from '../../contract/row.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { resolveExternalIdField } from '../../schema/write-columns.ts';
import type { RecordBody } from '../record-of-row.ts';
import { bodyOfFields } from './body-of-fields.ts';
import { getRecord } from './get-record.ts';
import { recordNotFound } from './missing-record.ts';
import { requireSameKey } from './require-same-key.ts';
import { saveHeaders } from './save-headers.ts';
import { savedRecord } from './saved-record.ts';
import { textOf } from './text-of.ts';
import { updateRecord } from './update-record.ts';
import { upsertInBody } from './upsert-in-body.ts';

/** A key that every server takes as one segment of an address; others, such as `a@b.inc` or `..`, travel in the body. */
const plainKey = /^[\w-]+$/;

/** See `RecordCalls.upsert`. */
export async function upsertRecord(
  connection: SalesforceConnection,
  target: { readonly object: string; readonly key: ExternalKey },
  fields: Row,
  call: RecordUpsertCall = {},
): Promise<SavedRecord> {
  const describe = await connection.describeObject(target.object, call);
  const object = describe.name;
  const field = resolveExternalIdField(describe, target.key.field).name;
  const key = { field, value: target.key.value };
  requireSameKey(describe, key, fields);
  if (plainKey.test(String(key.value))) {
    const json = await bodyOfFields(
      { connection, signal: call.signal, describe, operation: 'upsert', externalIdField: field },
      fields,
      field,
    );
    return upsertByAddress(connection, { object, key, json }, call);
  }
  if (call.updateOnly !== true) return upsertInBody(connection, { describe, key }, fields, call);
  const found = await getRecord(connection, object, key, { ...signalOf(call), fields: ['Id'] });
  const id = textOf(found, 'Id');
  await updateRecord(connection, { object, id }, withoutKey(fields, field), call);
  return { id, created: false };
}

interface AddressedUpsert {
  readonly object: string;
  readonly key: ExternalKey;
  readonly json: RecordBody;
}

async function upsertByAddress(
  connection: SalesforceConnection,
  { object, key, json }: AddressedUpsert,
  call: RecordUpsertCall,
): Promise<SavedRecord> {
  const request: RestRequest = {
    method: 'PATCH',
    path: `sobjects/${object}/${key.field}/${encodeURIComponent(key.value)}`,
    ...(call.updateOnly === true && { query: { updateOnly: 'true' } }),
    headers: saveHeaders(call),
    body: { json },
    callClass: 'idempotent',
    signal: call.signal,
  };
  const answer = await connection.rest.send(request).catch((error: unknown) => {
    const isMissing = error instanceof ConnectorError && error.code === 'not-found';
    throw isMissing ? recordNotFound(`${object} with this ${key.field}`) : error;
  });
  const { id, created } = savedRecord(answer);
  if (id !== undefined) return { id, created };
  // Up to API 45.0 the org says nothing about the record that it changed.
  const record = await getRecord(connection, object, key, { ...signalOf(call), fields: ['Id'] });
  return { id: textOf(record, 'Id'), created };
}

function signalOf({ signal }: RecordUpsertCall): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function withoutKey(fields: Row, key: string): Row {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => name.toLowerCase() !== key.toLowerCase()),
  );
}
