import type { SObject } from '../catalogue/catalogue.ts';
import { parseDateTime } from '../records/date-text.ts';
import type { OrgDatabase } from '../records/org-database.ts';
import { ApiError } from '../server/api-error.ts';
import { restDateTime, type OrgClock } from '../server/clock.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import { param } from '../server/route-table.ts';
import { actorOf, type ApiCall, type ApiOperation } from './api-call.ts';
import { requireObject } from './describe.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** How far back changes can be asked for. */
const maxDaysBack = 30;
/** How long deleted records are known. */
const binDays = 15;

/** `/sobjects/X/updated` and `/sobjects/X/deleted`, each with `start` and `end`; seconds do not count. */
export function changeOperations(database: OrgDatabase, clock: OrgClock): ApiOperation[] {
  return [
    { method: 'GET', pattern: '/sobjects/:object/updated', run: (call) => updated(database, clock, call) },
    { method: 'GET', pattern: '/sobjects/:object/deleted', run: (call) => deleted(database, clock, call) },
  ];
}

function updated(database: OrgDatabase, clock: OrgClock, call: ApiCall): OrgResponse {
  const object = replicatedObject(database, call);
  const span = spanOf(call, clock);
  const ids = changedRecords(database, call, { object, span, isDeleted: false }).map(({ id }) => id);
  return json(200, { ids, latestDateCovered: latestDateCovered(clock, span) });
}

function deleted(database: OrgDatabase, clock: OrgClock, call: ApiCall): OrgResponse {
  const object = replicatedObject(database, call);
  const span = spanOf(call, clock);
  const earliest = toMinute(clock.now()) - binDays * dayMs;
  if (span.start < earliest) {
    throw new ApiError(
      400,
      'INVALID_REPLICATION_DATE',
      `startDate before org replication enabled date: ${restDateTime(earliest)}`,
    );
  }
  const deletedRecords = changedRecords(database, call, { object, span, isDeleted: true });
  return json(200, {
    deletedRecords,
    earliestDateAvailable: restDateTime(earliest),
    latestDateCovered: latestDateCovered(clock, span),
  });
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Wanted {
  readonly object: SObject;
  readonly span: Span;
  readonly isDeleted: boolean;
}

function changedRecords(
  database: OrgDatabase,
  call: ApiCall,
  { object, span, isDeleted }: Wanted,
): { id: string; deletedDate: string }[] {
  const between = `SystemModstamp >= ${iso(span.start)} AND SystemModstamp < ${iso(span.end)}`;
  const bin = object.field('IsDeleted') === undefined ? '' : ` AND IsDeleted = ${isDeleted}`;
  if (isDeleted && bin === '') return [];
  const soql = `SELECT Id, SystemModstamp FROM ${object.name} WHERE ${between}${bin} ORDER BY SystemModstamp, Id`;
  const query = database.query(soql, { actor: actorOf(call), includeDeleted: isDeleted, dialect: 'rest' });
  return [...query.records(call.version.path)].map((record) => ({
    id: String(record['Id']),
    deletedDate: String(record['SystemModstamp']),
  }));
}

function replicatedObject({ catalogue }: OrgDatabase, call: ApiCall): SObject {
  const object = requireObject(catalogue, param(call.params, 'object'));
  if (object.describe['replicateable'] === true && object.field('SystemModstamp') !== undefined)
    return object;
  throw new ApiError(400, 'INVALID_TYPE', `sObject type '${object.name}' is not replicateable.`);
}

function spanOf({ url }: ApiCall, clock: OrgClock): Span {
  const [start, end] = ['start', 'end'].map((name) => {
    // A plus that was not encoded arrives as a blank.
    const ms = parseDateTime((url.searchParams.get(name) ?? '').replace(' ', '+'));
    if (ms === undefined)
      throw new ApiError(400, 'INVALID_REPLICATION_DATE', `${name} must be a date and time`);
    return toMinute(ms);
  });
  const span = { start: start ?? 0, end: end ?? 0 };
  if (span.end - span.start < minuteMs)
    throw new ApiError(
      400,
      'INVALID_REPLICATION_DATE',
      'endDate must be at least one minute greater than startDate',
    );
  if (span.start < clock.now() - maxDaysBack * dayMs)
    throw new ApiError(
      400,
      'INVALID_REPLICATION_DATE',
      `startDate cannot be more than ${maxDaysBack} days ago`,
    );
  return span;
}

function latestDateCovered(clock: OrgClock, { end }: Span): string {
  return restDateTime(Math.min(end, toMinute(clock.now())));
}

function toMinute(ms: number): number {
  return ms - (ms % minuteMs);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
