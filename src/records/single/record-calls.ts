import type { RecordCalls, ServiceCloudConnection } from '../../connection/record-calls.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import { recordId } from './record-id.ts';

/** Gives a connection its calls on single records. What a call needs is loaded when it is first made. */
export function withRecordCalls(connection: SalesforceConnection): ServiceCloudConnection {
  return Object.assign(connection, { records: recordCalls(connection) });
}

function recordCalls(connection: SalesforceConnection): RecordCalls {
  return {
    create: async (object, fields, call) =>
      (await import('./create-record.ts')).createRecord(connection, object, fields, call),
    get: async (object, id, call) =>
      (await import('./get-record.ts')).getRecord(
        connection,
        object,
        typeof id === 'string' ? recordId(id) : id,
        call,
      ),
    async *related(object, id, relationship, call) {
      const { relatedRecords } = await import('./related-records.ts');
      return yield* relatedRecords(connection, { object, id: recordId(id), relationship }, call);
    },
    relatedColumns: async (object, relationship, call) =>
      (await import('./related-records.ts')).relatedColumns(connection, { object, relationship }, call),
    update: async (object, id, fields, call) =>
      (await import('./update-record.ts')).updateRecord(
        connection,
        { object, id: recordId(id) },
        fields,
        call,
      ),
    upsert: async (object, key, fields, call) =>
      (await import('./upsert-record.ts')).upsertRecord(connection, { object, key }, fields, call),
    delete: async (object, id, call) =>
      (await import('./delete-record.ts')).deleteRecord(connection, object, recordId(id), call),
    query: async (soql, call) => (await import('./query-calls.ts')).queryOnce(connection, soql, call),
    async *queryRows(soql, call) {
      const { queryRows } = await import('./query-calls.ts');
      return yield* queryRows(connection, soql, call);
    },
    composite: async (steps, call) =>
      (await import('./composite-call.ts')).runComposite(connection, steps, call),
    uploadFile: async (source, upload) =>
      (await import('./upload-file.ts')).uploadFile(connection, source, upload),
    downloadFile: async (id, call) =>
      (await import('./download-file.ts')).downloadFile(connection, recordId(id), call),
  };
}
