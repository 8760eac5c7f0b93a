import { z } from 'zod';
import type { InputFields, OrgDatabase, SaveResult } from '../records/org-database.ts';
import { ApiError } from '../server/api-error.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import { param } from '../server/route-table.ts';
import { actorOf, type ApiCall, type ApiOperation } from './api-call.ts';
import { fieldOf, parseJsonInput, withoutField, type JsonInput } from './input-fields.ts';
import { saveTogether, type RecordWork } from './save-together.ts';
import { twinRefusals } from './twin-refusals.ts';

/** Largest number of records in one call, and of runs of one type among them. */
const maxRecords = 200;
const maxTypeRuns = 10;

/** `/composite/sobjects`: create, update, delete and upsert of up to 200 records; always 200, in input order. */
export function collectionOperations(database: OrgDatabase): ApiOperation[] {
  const pattern = '/composite/sobjects';
  return [
    { method: 'POST', pattern, run: (call) => createRecords(database, call) },
    { method: 'PATCH', pattern, run: (call) => updateRecords(database, call) },
    { method: 'DELETE', pattern, run: (call) => deleteRecords(database, call) },
    { method: 'PATCH', pattern: `${pattern}/:object/:field`, run: (call) => upsertRecords(database, call) },
  ];
}

const bodySchema = z.looseObject({ allOrNone: z.boolean().default(false), records: z.array(z.unknown()) });

/** A collection whose records all say their type. */
interface Collection {
  readonly allOrNone: boolean;
  readonly records: readonly TypedInput[];
}

interface TypedInput {
  readonly type: string;
  readonly fields: InputFields;
}

function createRecords(database: OrgDatabase, call: ApiCall): OrgResponse {
  const { records, allOrNone } = collectionOf(call);
  const actor = actorOf(call);
  const work = records.map(({ type, fields }): RecordWork => {
    if (fieldOf(fields, 'Id') !== undefined) return () => invalidField('cannot specify Id in an insert call');
    return () => database.insert(type, fields, actor);
  });
  return json(200, saveTogether(database, work, { allOrNone, isUpsert: false }));
}

function updateRecords(database: OrgDatabase, call: ApiCall): OrgResponse {
  const { records, allOrNone } = collectionOf(call);
  const actor = actorOf(call);
  const work = records.map(({ type, fields }): RecordWork => {
    const id = fieldOf(fields, 'Id');
    if (typeof id !== 'string' || id === '') {
      return () => failure('MISSING_ARGUMENT', 'Id not specified in an update call');
    }
    return () => database.update(type, id, withoutField(fields, 'Id'), actor);
  });
  return json(200, saveTogether(database, work, { allOrNone, isUpsert: false }));
}

function deleteRecords(database: OrgDatabase, call: ApiCall): OrgResponse {
  const ids = (call.url.searchParams.get('ids') ?? '').split(',').filter((id) => id !== '');
  if (ids.length === 0) throw new ApiError(400, 'MISSING_ARGUMENT', 'The ids parameter is required');
  refuseTooMany(ids.length);
  const allOrNone = call.url.searchParams.get('allOrNone') === 'true';
  const actor = actorOf(call);
  const work = ids.map(
    (id): RecordWork =>
      () =>
        database.delete(id.trim(), actor),
  );
  return json(200, saveTogether(database, work, { allOrNone, isUpsert: false }));
}

function upsertRecords(database: OrgDatabase, call: ApiCall): OrgResponse {
  const object = param(call.params, 'object');
  const externalIdField = param(call.params, 'field');
  const { records, allOrNone } = collectionOf(call, object);
  const actor = actorOf(call);
  const twins = twinRefusals(records.map(({ fields }) => fieldOf(fields, externalIdField)));
  const work = records.map(({ fields }, index): RecordWork => {
    const twin = twins.get(index);
    if (twin !== undefined) return () => twin;
    return () => upsertOne(fields);
  });
  return json(200, saveTogether(database, work, { allOrNone, isUpsert: true }));

  function upsertOne(fields: InputFields): SaveResult {
    const isById = externalIdField.toLowerCase() === 'id';
    if (!isById && fieldOf(fields, 'Id') !== undefined) {
      return invalidField(`The Id field should not be specified in an upsert by ${externalIdField}`);
    }
    // A null Id in an upsert by Id is an insert.
    if (isById && (fieldOf(fields, 'Id') ?? '') === '') {
      return database.insert(object, withoutField(fields, 'Id'), actor);
    }
    return database.upsert(object, externalIdField, fields, actor);
  }
}

/** @throws ApiError 400 for what refuses the call as a whole. */
function collectionOf(call: ApiCall, onlyType?: string): Collection {
  const body = bodySchema.safeParse(call.json);
  if (!body.success) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'The body must be {"allOrNone": boolean, "records": [...]}');
  }
  refuseTooMany(body.data.records.length);
  const records = body.data.records.map((record) => typed(parseJsonInput(record)));
  const runs = records.filter(
    ({ type }, index) => index === 0 || records[index - 1]?.type.toLowerCase() !== type.toLowerCase(),
  );
  if (runs.length > maxTypeRuns) {
    throw new ApiError(
      400,
      'LIMIT_EXCEEDED',
      `A call can hold at most ${maxTypeRuns} chunks of record types.`,
    );
  }
  if (onlyType !== undefined && records.some(({ type }) => type.toLowerCase() !== onlyType.toLowerCase())) {
    throw new ApiError(400, 'INVALID_TYPE', `All records of this call must be of type ${onlyType}`);
  }
  return { allOrNone: body.data.allOrNone, records };
}

function typed({ type, fields }: JsonInput): TypedInput {
  if (type !== undefined) return { type, fields };
  throw new ApiError(400, 'INVALID_INPUT', 'Include an sObject type in the attributes of every record');
}

function refuseTooMany(count: number): void {
  if (count <= maxRecords) return;
  throw new ApiError(
    400,
    'EXCEEDED_ID_LIMIT',
    `record limit reached. cannot submit more than ${maxRecords} records into this call`,
  );
}

function invalidField(message: string): SaveResult {
  return failure('INVALID_FIELD', message, ['Id']);
}

function failure(statusCode: string, message: string, fields: readonly string[] = []): SaveResult {
  return { success: false, errors: [{ statusCode, message, fields }] };
}
