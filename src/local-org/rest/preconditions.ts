import { createHash } from 'node:crypto';
import { SoqlError, type JsonRecord, type OrgDatabase } from '../records/org-database.ts';
import { ApiError } from '../server/api-error.ts';
import { headerOf } from '../server/org-request.ts';
import { empty, type OrgResponse } from '../server/org-response.ts';
import { param } from '../server/route-table.ts';
import { actorOf, type ApiCall, type ApiOperation } from './api-call.ts';
import { requireObject } from './describe.ts';
import { externalIdField } from './named-fields.ts';
import { readRecords } from './read-record.ts';

const conditionalHeaders = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];

/** Only records of this object have entity tags. */
const objectWithTags = 'Account';

/** What conditions are about. */
interface RowState {
  /** Milliseconds since 1970, whole seconds: HTTP dates have no more. `NaN` for objects that keep no time. */
  readonly modifiedMs: number;
  readonly tag: string | undefined;
}

/**
 * The operation on a single record, done only under the conditions of the call: `If-Match` and `If-Unmodified-Since`
 * refuse it with 412 `PRECONDITION_FAILED`, `If-None-Match` and `If-Modified-Since` answer 304 to a GET. A date that is
 * none is ignored, and tags of objects that have none.
 */
export function withPreconditions(database: OrgDatabase, operation: ApiOperation): ApiOperation {
  if (!['GET', 'PATCH', 'DELETE'].includes(operation.method)) return operation;
  const isRead = operation.method === 'GET';
  const run = (call: ApiCall): OrgResponse => {
    const isConditional = conditionalHeaders.some((name) => headerOf(call, name) !== undefined);
    const state = isRead || isConditional ? stateOf(database, call) : undefined;
    if (state === undefined) return operation.run(call);
    const isKnown = isNotModified(call, state);
    if (isModified(call, state) || (isKnown && !isRead)) throw preconditionFailed();
    if (!isRead) return operation.run(call);
    const headers = validatorsOf(state);
    if (isKnown) return { ...empty(304), headers };
    const response = operation.run(call);
    return { ...response, headers: { ...headers, ...response.headers } };
  };
  return { ...operation, run };
}

/** Whether the client holds something older than what is there. */
function isModified(call: ApiCall, { modifiedMs, tag }: RowState): boolean {
  const tags = headerOf(call, 'if-match');
  if (tags !== undefined && tag !== undefined) return !names(tags, tag);
  return modifiedMs > dateOf(call, 'if-unmodified-since');
}

/** Whether the client holds what is there; a date says so to reads only. */
function isNotModified(call: ApiCall, { modifiedMs, tag }: RowState): boolean {
  const tags = headerOf(call, 'if-none-match');
  if (tags !== undefined && tag !== undefined) return names(tags, tag);
  return call.method === 'GET' && modifiedMs <= dateOf(call, 'if-modified-since');
}

function names(tags: string, tag: string): boolean {
  return tags.split(',').some((one) => ['*', tag, `W/${tag}`].includes(one.trim()));
}

/** `NaN`, which compares as false, without a date. */
function dateOf(call: ApiCall, name: string): number {
  return Date.parse(headerOf(call, name) ?? '');
}

function validatorsOf({ modifiedMs, tag }: RowState): Record<string, string> {
  return {
    ...(tag === undefined ? {} : { ETag: tag }),
    ...(Number.isNaN(modifiedMs) ? {} : { 'Last-Modified': new Date(modifiedMs).toUTCString() }),
  };
}

/** `undefined` where there is not exactly one record: the operation itself has the answer to that. */
function stateOf(database: OrgDatabase, call: ApiCall): RowState | undefined {
  const object = requireObject(database.catalogue, param(call.params, 'object'));
  const field = externalIdField(object, call.params.get('field') ?? 'Id');
  const value = call.params.get('value') ?? param(call.params, 'id');
  const hasTags = object.name === objectWithTags;
  const fields = object.fields
    .map(({ name }) => name)
    .filter((name) => hasTags || ['Id', 'LastModifiedDate', 'SystemModstamp'].includes(name));
  const scope = { database, actor: actorOf(call), versionPath: call.version.path };
  const records = rowsOf(() => readRecords(scope, object, { field, value, fields }));
  const [record] = records;
  if (record === undefined || records.length > 1) return undefined;
  const { LastModifiedDate: modified, SystemModstamp: stamp } = record;
  const time = [modified, stamp].find((one) => typeof one === 'string') ?? '';
  return {
    modifiedMs: Math.floor(Date.parse(time.replace('+0000', 'Z')) / 1000) * 1000,
    tag: hasTags ? tagOf(record) : undefined,
  };
}

/** None for a key that no query takes. */
function rowsOf(read: () => JsonRecord[]): JsonRecord[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof SoqlError) return [];
    throw error;
  }
}

/** Made of all fields: the times of a record are whole seconds, in which it can change twice. */
function tagOf(record: JsonRecord): string {
  const fields = JSON.stringify({ ...record, attributes: undefined });
  return `"${createHash('sha1').update(fields).digest('base64')}"`;
}

function preconditionFailed(): ApiError {
  const message = 'The record is not in the state that the headers of the request name';
  return new ApiError(412, 'PRECONDITION_FAILED', message);
}
