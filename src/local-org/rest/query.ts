import type { OrgDatabase } from '../records/org-database.ts';
import { ApiError, notEmulated } from '../server/api-error.ts';
import { headerOf } from '../server/org-request.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import { columnMetadata } from '../soql/column-metadata.ts';
import { param } from '../server/route-table.ts';
import { actorOf, type ApiCall, type ApiOperation } from './api-call.ts';
import type { CursorPage, QueryCursor } from './query-cursor.ts';
import { invalidLocator, type QueryCursors } from './query-cursors.ts';

/** Records in a page unless `Sforce-Query-Options` says otherwise. */
const defaultBatchSize = 2000;
const minBatchSize = 200;
const maxBatchSize = 2000;

/** `GET /query?q=`, `GET /queryAll?q=` and the pages behind `nextRecordsUrl`. */
export function queryOperations(database: OrgDatabase, cursors: QueryCursors): ApiOperation[] {
  const run = (call: ApiCall, includeDeleted: boolean) => firstPage(database, cursors, call, includeDeleted);
  const next = (call: ApiCall) => nextPage(cursors, call);
  return [
    { method: 'GET', pattern: '/query', run: (call) => run(call, false) },
    { method: 'GET', pattern: '/queryAll', run: (call) => run(call, true) },
    { method: 'GET', pattern: '/query/:locator', run: next },
    { method: 'GET', pattern: '/queryAll/:locator', run: next },
  ];
}

function firstPage(
  database: OrgDatabase,
  cursors: QueryCursors,
  call: ApiCall,
  includeDeleted: boolean,
): OrgResponse {
  if (call.url.searchParams.has('explain')) throw notEmulated('query plans');
  const soql = call.url.searchParams.get('q');
  if (soql === null || soql.trim() === '') {
    throw new ApiError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
  }
  const batchSize = batchSizeOf(call);
  const query = database.query(soql, {
    actor: actorOf(call),
    includeDeleted,
    dialect: 'rest',
    version: call.version.number,
  });
  if (call.url.searchParams.get('columns') === 'true') {
    return json(200, columnMetadata(database.catalogue, soql));
  }
  if (query.isCount) return json(200, { totalSize: query.totalSize(), done: true, records: [] });
  const cursor = cursors.open(call.session.userId, query, call.version.path, batchSize);
  const page = cursor.page(0, query.isAggregate ? maxBatchSize : cursors.pageRows(batchSize));
  if (page === undefined) throw invalidLocator();
  if (page.done) cursors.close(cursor.id);
  else if (query.isAggregate) {
    cursors.close(cursor.id);
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    );
  }
  return pageResponse(call, cursor, page, page.records.length);
}

function nextPage(cursors: QueryCursors, call: ApiCall): OrgResponse {
  const [, id = '', digits = ''] = /^(01g\w+)-(\d{1,12})$/.exec(param(call.params, 'locator')) ?? [];
  const cursor = cursors.find(id, call.session.userId);
  const offset = Number(digits);
  const page = cursor.page(offset, cursors.pageRows(batchSizeOf(call)));
  if (page === undefined) throw invalidLocator();
  return pageResponse(call, cursor, page, offset + page.records.length);
}

/** The records are JSON texts already, so the answer is put together as text. */
function pageResponse(call: ApiCall, cursor: QueryCursor, page: CursorPage, nextOffset: number): OrgResponse {
  const nextRecordsUrl = `${call.version.path}/query/${cursor.id}-${nextOffset}`;
  const head = page.done
    ? { totalSize: cursor.totalSize, done: true }
    : { totalSize: cursor.totalSize, done: false, nextRecordsUrl };
  const text = `${JSON.stringify(head).slice(0, -1)},"records":[${page.records.join(',')}]}`;
  return { status: 200, body: { kind: 'text', contentType: 'application/json;charset=UTF-8', text } };
}

/** @throws ApiError 400 `INVALID_BATCH_SIZE` outside 200..2000. */
function batchSizeOf(call: ApiCall): number {
  const asked = /\bbatchSize\s*=\s*(\d+)/i.exec(headerOf(call, 'sforce-query-options') ?? '')?.[1];
  if (asked === undefined) return defaultBatchSize;
  const batchSize = Number(asked);
  if (batchSize >= minBatchSize && batchSize <= maxBatchSize) return batchSize;
  throw new ApiError(
    400,
    'INVALID_BATCH_SIZE',
    `batch size must be between ${minBatchSize} and ${maxBatchSize}`,
  );
}
