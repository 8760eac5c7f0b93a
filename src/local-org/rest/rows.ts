import type { FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import type { OrgDatabase, SaveResult } from '../records/org-database.ts';
import { ApiError, notEmulated, notFound } from '../server/api-error.ts';
import { empty, json, type OrgResponse } from '../server/org-response.ts';
import { param } from '../server/route-table.ts';
import { actorOf, type ApiCall, type ApiOperation } from './api-call.ts';
import { requireObject } from './describe.ts';
import { fieldOf, parseJsonInput } from './input-fields.ts';
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
      run: (call) => readRow(database, call, externalIdField, 'value'),
    },
    {
      method: 'PATCH',
      pattern: byExternalId,
      run: (call) => upsertRow(database, call, externalIdField(objectOf(database, call), call)),
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
  throw new ApiError(
    405,
    'METHOD_NOT_ALLOWED',
    "HTTP Method 'POST' not allowed. Allowed are GET,PATCH,DELETE",
  );
}

type FieldOfCall = (object: SObject, call: ApiCall) => FieldDescribe;

function readRow(database: OrgDatabase, call: ApiCall, fieldFor: FieldOfCall, segment: string): OrgResponse {
  const object = objectOf(database, call);
  const asked = call.url.searchParams.get('fields');
  const scope = { database, actor: actorOf(call), versionPath: call.version.path };
  const where = { field: fieldFor(object, call), value: param(call.params, segment) };
  const fields = asked?.split(',').map((name) => requireField(object, name.trim()).name);
  const records = readRecords(scope, object, fields === undefined ? where : { ...where, fields });
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
  const where = { field: externalIdField(object, call), value: param(call.params, 'value'), fields: ['Id'] };
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

/** The middle segment of an external id path. Behind a record id it would be a relationship instead. */
const externalIdField: FieldOfCall = (object, call) => {
  const name = param(call.params, 'field');
  const field = object.field(name);
  if (field === undefined && /^[a-z0-9]{15}(?:[a-z0-9]{3})?$/i.test(name))
    throw notEmulated('relationship paths');
  if (field !== undefined && (field.name === 'Id' || field.externalId || field.idLookup)) return field;
  throw new ApiError(
    404,
    'NOT_FOUND',
    `Provided external ID field does not exist or is not accessible: ${name}`,
  );
};

function requireField(object: SObject, name: string): FieldDescribe {
  const field = object.field(name);
  if (field !== undefined) return field;
  throw new ApiError(
    400,
    'INVALID_FIELD',
    `No such column '${name}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to ` +
      "append the '__c' after the custom field name. Please reference your WSDL or the describe call for the " +
      'appropriate names.',
  );
}
