import { z } from 'zod';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { RequestBody, RestRequest } from '../connection/rest/rest-client.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { RecordBody } from './record-of-row.ts';

/** One answer of sObject Collections, in the order of the request. */
export type CollectionResult = z.infer<typeof collectionResult>;

const collectionResult = z.object({
  id: z.string().nullish(),
  success: z.boolean(),
  created: z.boolean().optional(),
  errors: z
    .array(z.object({ statusCode: z.string(), message: z.string(), fields: z.array(z.string()).default([]) }))
    .default([]),
});

/** sObject Collections takes this many records a call. */
export const maxRecordsPerCall = 200;

/** What one call does with its records. */
export type CollectionAct =
  | { readonly operation: 'insert' | 'update' }
  | { readonly operation: 'upsert'; readonly object: string; readonly externalIdField: string }
  | { readonly operation: 'delete' };

/** One call of sObject Collections. */
export interface CollectionCall {
  readonly act: CollectionAct;
  /** At most {@link maxRecordsPerCall}. For deletes only their `Id` is looked at. */
  readonly records: readonly RecordBody[];
  /** Either every record of this call is stored or none. */
  readonly allOrNone: boolean;
  readonly signal: AbortSignal | undefined;
}

/** The answer to one call. */
export interface CollectionAnswer {
  /** One for each record, in the same order. */
  readonly results: readonly CollectionResult[];
  /** Body bytes of the request. */
  readonly byteCount: number;
}

/**
 * Sends up to 200 records in one request.
 *
 * @throws ConnectorError `outcome-unknown` when the answer to an insert or a delete was lost; everything a RestClient
 *   throws
 */
export async function callCollection(
  connection: SalesforceConnection,
  call: CollectionCall,
): Promise<CollectionAnswer> {
  const request = requestOf(call);
  const { body } = await connection.rest.send(request);
  const results = z.array(collectionResult).safeParse(body);
  if (!results.success || results.data.length !== call.records.length) {
    throw new ConnectorError(
      'unexpected-response',
      'The org did not answer with one result for each record.',
      {
        cause: results.error,
        details: { records: call.records.length },
      },
    );
  }
  const byteCount = request.body !== undefined && 'byteLength' in request.body ? request.body.byteLength : 0;
  return { results: results.data, byteCount };
}

function requestOf({ act, records, allOrNone, signal }: CollectionCall): RestRequest {
  // REST runs assignment rules unless told not to, SOAP and Bulk only when told to: one default for all.
  const headers = { 'Sforce-Auto-Assign': 'FALSE' };
  switch (act.operation) {
    case 'insert':
      return {
        method: 'POST',
        path: 'composite/sobjects',
        headers,
        body: recordsBody(records, allOrNone),
        callClass: 'create',
        signal,
      };
    case 'update':
      return {
        method: 'PATCH',
        path: 'composite/sobjects',
        headers,
        body: recordsBody(records, allOrNone),
        callClass: 'idempotent',
        signal,
      };
    case 'upsert': {
      const path = `composite/sobjects/${encodeURIComponent(act.object)}/${encodeURIComponent(act.externalIdField)}`;
      return {
        method: 'PATCH',
        path,
        headers,
        body: recordsBody(records, allOrNone),
        callClass: 'idempotent',
        signal,
      };
    }
    case 'delete': {
      // Not idempotent in what it says: a second time, every row would be refused as deleted already.
      const query = {
        ids: records.map((record) => String(record['Id'])).join(','),
        allOrNone: String(allOrNone),
      };
      return { method: 'DELETE', path: 'composite/sobjects', query, callClass: 'create', signal };
    }
  }
}

/** Written out here, because the report says how many bytes went out. */
function recordsBody(records: readonly RecordBody[], allOrNone: boolean): RequestBody {
  const bytes = Buffer.from(JSON.stringify({ allOrNone, records }));
  return {
    contentType: 'application/json; charset=UTF-8',
    byteLength: bytes.byteLength,
    async *open() {
      yield await Promise.resolve(bytes);
    },
  };
}
