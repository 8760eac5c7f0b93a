import type { FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import type { OrgDatabase, SaveResult } from '../records/org-database.ts';
import { ApiError, MethodNotAllowed, notFound } from '../server/api-error.ts';
import { empty, json, type OrgResponse } from '../server/org-response.ts';
import { param } from '../server/route-table.ts';
import { actorOf, type ApiCall, type ApiOperation } from './api-call.ts';
import { requireObject } from './describe.ts';
import { fieldOf, parseJsonInput } from './input-fields.ts';
import { askedFields, externalIdField, requireField } from './named-fields.ts';
import { readRecords } from './read-record.ts';
import { refuseWrongTypes } from './refuse-wrong-types.ts';
import { singleRecordRefusal } from './save-answers.ts';
import { saveOptionsOf } from './save-options.ts';
import { upsertRow } from './upsert-row.ts';

/** Single records: `/sobjects/X`, `/sobjects/X/{id}`, `/sobjects/X/{externalIdField}/{value}`. */
export function rowOperations(database: OrgDatabase): ApiOperation[] {
  const byId = '/sobjects/:object/:id';
  const byExternalId = '/sobjects/:object/:field/:value';
  return [
    { method: 'POST', pattern: '/sobjects/:object', run: (call) => createRow(database, call) },
    { method: 'POST', pattern: byId, run: (call) => createByIdPath(database, call) },
    { method: 'GET', pattern: byId, run: (call) => readRow(database, call, idField, 'id') },
    { method: 'PATCH', pattern: byId, run: (call) => updateRow(database, call) },
    { method: 'DELETE', pattern: byId, run: (call) => deleteRow(database, call) },
    {
      method: 'GET',
      pattern: byExternalId,
      run: (call) => readRow(database, call, keyField, 'value'),
    },
    {
      method: 'PATCH',
      pattern: byExternalId,
      run: (call) => upsertRow(database, call, keyField(objectOf(database, call), call)),
    },
    { method: 'DELETE', pattern: byExternalId, run: (call) => deleteByExternalId(database, call) },
  ];
}

function createRow(database: OrgDatabase, call: ApiCall): OrgResponse {
  const object = objectOf(database, call);
  const { fields } = parseJsonInput(call.json);
  if (fieldOf(fields, 'Id') !== undefined) {
    throw new ApiError(400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.', [
      'Id',
    ]);
  }
  refuseWrongTypes(object, fields);
  const result = database.insert(object.name, fields, actorOf(call), saveOptionsOf(call));
  if (!result.success) return singleRecordRefusal(result.errors);
  const location = `${call.version.path}/sobjects/${object.name}/${result.id}`;
  return json(201, { id: result.id, success: true, errors: [] }, { Location: location });
}

/** `POST /sobjects/X/Id` creates a record too (since 37.0); any other last segment is not a place to post to. */
function createByIdPath(database: OrgDatabase, call: ApiCall): OrgResponse {
  if (param(call.params, 'id').toLowerCase() === 'id') return createRow(database, call);
  throw new MethodNotAllowed('POST', ['GET', 'PATCH', 'DELETE']);
}

type FieldOfCall = (object: SObject, call: ApiCall) => FieldDescribe;

function readRow(database: OrgDatabase, call: ApiCall, fieldFor: FieldOfCall, segment: string): OrgResponse {
  const object = objectOf(database, call);
  const scope = { database, actor: actorOf(call), versionPath: call.version.path };
  const where = { field: fieldFor(object, call), value: param(call.params, segment) };
  const records = readRecords(scope, object, { ...where, fields: askedFields(object, call.url) });
  const [record] = records;
  if (record === undefined) throw notFound();
  if (records.length === 1) return json(200, record);
  return json(
    300,
    records.map(({ attributes }) => (attributes as { url: string }).url),
  );
}

function updateRow(database: OrgDatabase, call: ApiCall): OrgResponse {
  const object = objectOf(database, call);
  const { fields } = parseJsonInput(call.json);
  refuseWrongTypes(object, fields);
  const id = param(call.params, 'id');
  return withoutContent(database.update(object.name, id, fields, actorOf(call), saveOptionsOf(call)));
}

function deleteRow(database: OrgDatabase, call: ApiCall): OrgResponse {
  const object = objectOf(database, call);
  const id = param(call.params, 'id');
  if (!id.startsWith(object.keyPrefix)) throw notFound();
  return withoutContent(database.delete(id, actorOf(call)));
}

function deleteByExternalId(database: OrgDatabase, call: ApiCall): OrgResponse {
  const object = objectOf(database, call);
  const scope = { database, actor: actorOf(call), versionPath: call.version.path };
  const where = { field: keyField(object, call), value: param(call.params, 'value'), fields: ['Id'] };
  const records = readRecords(scope, object, where);
  const [record] = records;
  if (record === undefined) throw notFound();
  if (records.length > 1) {
    return json(
      300,
      records.map(({ attributes }) => (attributes as { url: string }).url),
    );
  }
  return withoutContent(database.delete(String(record['Id']), actorOf(call)));
}

function withoutContent(result: SaveResult): OrgResponse {
  return result.success ? empty() : singleRecordRefusal(result.errors);
}

function objectOf(database: OrgDatabase, call: ApiCall): SObject {
  return requireObject(database.catalogue, param(call.params, 'object'));
}

const idField: FieldOfCall = (object) => requireField(object, 'Id');

const keyField: FieldOfCall = (object, call) => externalIdField(object, param(call.params, 'field'));
