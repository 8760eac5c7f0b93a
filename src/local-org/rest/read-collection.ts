import { z } from 'zod';
import type { JsonRecord, OrgDatabase } from '../records/org-database.ts';
import { parseRecordId } from '../records/record-id.ts';
import { ApiError } from '../server/api-error.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import { param } from '../server/route-table.ts';
import { actorOf, type ApiCall, type ApiOperation } from './api-call.ts';
import { requireObject } from './describe.ts';

/** Ids in one call. */
const maxIds = 2000;

const bodySchema = z.strictObject({ ids: z.array(z.string()).min(1), fields: z.array(z.string()).min(1) });

/** `/composite/sobjects/X`: several records of a type by their ids; null in the place of those that are not there. */
export function readCollectionOperations(database: OrgDatabase): ApiOperation[] {
  const pattern = '/composite/sobjects/:object';
  const list = (call: ApiCall, name: string): string[] =>
    (call.url.searchParams.get(name) ?? '').split(',').filter((entry) => entry !== '');
  return [
    {
      method: 'GET',
      pattern,
      run: (call) => read(database, call, { ids: list(call, 'ids'), fields: list(call, 'fields') }),
    },
    { method: 'POST', pattern, run: (call) => read(database, call, call.json) },
  ];
}

function read(database: OrgDatabase, call: ApiCall, wanted: unknown): OrgResponse {
  const object = requireObject(database.catalogue, param(call.params, 'object'));
  const parsed = bodySchema.safeParse(wanted);
  if (!parsed.success) throw new ApiError(400, 'MISSING_ARGUMENT', 'ids and fields are required');
  const { ids, fields } = parsed.data;
  if (ids.length > maxIds)
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${maxIds} records into this call`,
    );
  for (const field of fields) requireFieldName(field.trim());
  const wantedIds = ids.map((id) => {
    const parsedId = parseRecordId(id.trim());
    if (parsedId === undefined) throw new ApiError(400, 'MALFORMED_ID', `malformed id ${id}`);
    return parsedId;
  });
  const hasId = fields.some((field) => field.trim().toLowerCase() === 'id');
  const select = [...fields, ...(hasId ? [] : ['Id'])].join(', ');
  const list = wantedIds.map((id) => `'${id}'`).join(', ');
  const soql = `SELECT ${select} FROM ${object.name} WHERE Id IN (${list})`;
  const query = database.query(soql, { actor: actorOf(call), includeDeleted: false, dialect: 'rest' });
  const found = new Map<string, JsonRecord>();
  for (const record of query.records(call.version.path)) {
    const { Id, ...rest } = record;
    found.set(String(Id), hasId ? record : rest);
  }
  return json(
    200,
    wantedIds.map((id) => found.get(id) ?? null),
  );
}

/** Fields are names, or paths over parents; nothing else of SOQL. @throws ApiError 400 `INVALID_FIELD`. */
function requireFieldName(name: string): void {
  if (!/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/.test(name))
    throw new ApiError(400, 'INVALID_FIELD', `No such column '${name}'`);
}
