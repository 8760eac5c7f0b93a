import type { JsonRecord, Query } from '../records/org-database.ts';
import type { QueryCursor } from '../rest/query-cursor.ts';
import { recordContent } from './record-xml.ts';
import { requireSoapSession, type SoapCall, type SoapOperations, type SoapParts } from './soap-call.ts';
import { SoapFault } from './soap-fault.ts';
import { batchSizeOf } from './soap-headers.ts';
import { element, scalar } from './write-xml.ts';
import { childOf } from './xml-element.ts';

/** `query()`, `queryAll()` and `queryMore()`. */
export const queryOperations: SoapOperations = {
  query: (parts, call) => firstPage(parts, call, false),
  queryAll: (parts, call) => firstPage(parts, call, true),
  queryMore,
};

/** Rows that an aggregate query may have: it has no second page. */
const maxAggregateRows = 2000;

/** Where the one locator of an open query points to: a locator can be used once. */
const nextOffsets = new WeakMap<QueryCursor, number>();

function firstPage(parts: SoapParts, call: SoapCall, includeDeleted: boolean): string {
  const { userId } = requireSoapSession(parts, call);
  const soql = childOf(call.operation, 'queryString')?.text ?? '';
  if (soql.trim() === '') throw new SoapFault('MALFORMED_QUERY', 'A query string has to be specified');
  const batchSize = batchSizeOf(call);
  const query = parts.database.query(soql, {
    actor: { userId },
    includeDeleted,
    dialect: 'rest',
    version: call.version,
  });
  if (query.isCount) return queryResult([], null, query.totalSize());
  if (query.isAggregate) return aggregates(parts, query);
  const cursor = parts.cursors.open(userId, query, `/services/data/v${call.version}.0`, batchSize);
  return page(parts, cursor, 0, batchSize);
}

function queryMore(parts: SoapParts, call: SoapCall): string {
  const { userId } = requireSoapSession(parts, call);
  const locator = childOf(call.operation, 'queryLocator')?.text.trim() ?? '';
  const [, id = '', digits = ''] = /^(01g\w+)-(\d{1,12})$/.exec(locator) ?? [];
  const batchSize = batchSizeOf(call);
  const cursor = parts.cursors.find(id, userId);
  // A list of children has not given its locator away here, but inside a record.
  if ((nextOffsets.get(cursor) ?? Number(digits)) !== Number(digits)) throw invalidLocator();
  return page(parts, cursor, Number(digits), batchSize);
}

function page(parts: SoapParts, cursor: QueryCursor, offset: number, batchSize: number): string {
  const found = cursor.page(offset, batchSize);
  if (found === undefined) throw invalidLocator();
  const next = offset + found.records.length;
  nextOffsets.set(cursor, next);
  const rows = found.records.map((text) => row(parts, JSON.parse(text) as JsonRecord));
  if (found.done) parts.cursors.close(cursor.id);
  return queryResult(rows, found.done ? null : `${cursor.id}-${next}`, cursor.totalSize);
}

function aggregates(parts: SoapParts, query: Query): string {
  const size = query.totalSize();
  if (size > maxAggregateRows) {
    throw new SoapFault(
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    );
  }
  const rows = Array.from(query.records(''), (record) => row(parts, record));
  return queryResult(rows, null, size);
}

function row({ database }: SoapParts, record: JsonRecord): string {
  return element('records', recordContent(database.catalogue, record, 'query'), 'sf:sObject');
}

function queryResult(rows: readonly string[], locator: string | null, size: number): string {
  return element(
    'result',
    scalar('done', locator === null) + scalar('queryLocator', locator) + rows.join('') + scalar('size', size),
    'QueryResult',
  );
}

function invalidLocator(): SoapFault {
  return new SoapFault('INVALID_QUERY_LOCATOR', 'invalid query locator');
}
