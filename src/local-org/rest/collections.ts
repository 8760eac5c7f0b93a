import type { InputFields, OrgDatabase, SaveResult } from '../records/org-database.ts';
import type { RecordWork } from '../records/save-as-one.ts';
import type { Saving } from '../records/saving.ts';
import { ApiError } from '../server/api-error.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import { param } from '../server/route-table.ts';
import { actorOf, type ApiCall, type ApiOperation } from './api-call.ts';
import { parseCollection, refuseTooMany, type TypedInput } from './collection-body.ts';
import { fieldOf, withoutField } from './input-fields.ts';
import { refuseWrongTypes } from './refuse-wrong-types.ts';
import { saveOptionsOf } from './save-options.ts';
import { saveTogether } from './save-together.ts';
import { twinRefusals } from '../records/twin-refusals.ts';

/** `/composite/sobjects`: create, update, delete and upsert of up to 200 records; always 200, in input order. */
export function collectionOperations(database: OrgDatabase): ApiOperation[] {
  const pattern = '/composite/sobjects';
  return [
    { method: 'POST', pattern, run: (call) => saveRecords(database, call, createOne) },
    { method: 'PATCH', pattern, run: (call) => saveRecords(database, call, updateOne) },
    { method: 'DELETE', pattern, run: (call) => deleteRecords(database, call) },
    { method: 'PATCH', pattern: `${pattern}/:object/:field`, run: (call) => upsertRecords(database, call) },
  ];
}

type SaveOne = (database: OrgDatabase, record: TypedInput, saving: Saving) => SaveResult;

function saveRecords(database: OrgDatabase, call: ApiCall, saveOne: SaveOne): OrgResponse {
  const { records, allOrNone } = parseCollection(call.json);
  for (const { type, fields } of records) refuseWrongTypes(database.catalogue.find(type), fields);
  const saving = savingOf(call);
  const work = records.map(
    (record): RecordWork =>
      () =>
        saveOne(database, record, saving),
  );
  return json(200, saveTogether(database, work, { allOrNone, isUpsert: false }));
}

const createOne: SaveOne = (database, { type, fields }, { actor, options }) => {
  if (fieldOf(fields, 'Id') !== undefined) return idNotAllowed('cannot specify Id in an insert call');
  return database.insert(type, fields, actor, options);
};

const updateOne: SaveOne = (database, { type, fields }, { actor, options }) => {
  const id = fieldOf(fields, 'Id');
  if (typeof id === 'string' && id !== '') {
    return database.update(type, id, withoutField(fields, 'Id'), actor, options);
  }
  return failure('MISSING_ARGUMENT', 'Id not specified in an update call');
};

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
  const target = { object: param(call.params, 'object'), field: param(call.params, 'field') };
  const { records, allOrNone } = parseCollection(call.json, target.object);
  for (const { fields } of records) refuseWrongTypes(database.catalogue.find(target.object), fields);
  const saving = savingOf(call);
  const twins = twinRefusals(records.map(({ fields }) => fieldOf(fields, target.field)));
  const work = records.map(
    ({ fields }, index): RecordWork =>
      () =>
        twins.get(index) ?? upsertOne(database, target, fields, saving),
  );
  return json(200, saveTogether(database, work, { allOrNone, isUpsert: true }));
}

function upsertOne(
  database: OrgDatabase,
  target: { readonly object: string; readonly field: string },
  fields: InputFields,
  { actor, options }: Saving,
): SaveResult {
  const isById = target.field.toLowerCase() === 'id';
  const id = fieldOf(fields, 'Id');
  if (!isById && id !== undefined) {
    return idNotAllowed(`The Id field should not be specified in an upsert by ${target.field}`);
  }
  // A null Id in an upsert by Id is an insert.
  if (isById && (id ?? '') === '')
    return database.insert(target.object, withoutField(fields, 'Id'), actor, options);
  return database.upsert(target.object, target.field, fields, actor, options);
}

function savingOf(call: ApiCall): Saving {
  return { actor: actorOf(call), options: saveOptionsOf(call) };
}

function idNotAllowed(message: string): SaveResult {
  return failure('INVALID_FIELD', message, ['Id']);
}

function failure(statusCode: string, message: string, fields: readonly string[] = []): SaveResult {
  return { success: false, errors: [{ statusCode, message, fields }] };
}
