import type { FieldDescribe } from '../catalogue/catalogue.ts';
import type { OrgDatabase } from '../records/org-database.ts';
import { ApiError, notFound } from '../server/api-error.ts';
import { empty, json, type OrgResponse } from '../server/org-response.ts';
import { param } from '../server/route-table.ts';
import { actorOf, type ApiCall } from './api-call.ts';
import { requireObject } from './describe.ts';
import { fieldOf, parseJsonInput } from './input-fields.ts';
import { readRecords } from './read-record.ts';
import { refuseWrongTypes } from './refuse-wrong-types.ts';
import { singleRecordRefusal } from './save-answers.ts';
import { saveOptionsOf } from './save-options.ts';

/** From this version on, an upsert that changed a record answers 200 with a body instead of 204. */
const firstVersionWithBody = 46;

/**
 * `PATCH /sobjects/X/{externalIdField}/{value}`: 201 for a created record, 200 or 204 for a changed one, 300 with
 * the URLs when several match. `?updateOnly=true` answers 404 instead of creating.
 */
export function upsertRow(database: OrgDatabase, call: ApiCall, field: FieldDescribe): OrgResponse {
  const object = requireObject(database.catalogue, param(call.params, 'object'));
  const value = param(call.params, 'value');
  const { fields } = parseJsonInput(call.json);
  refuseWrongTypes(object, fields);
  if (fieldOf(fields, field.name) !== undefined) {
    throw new ApiError(
      400,
      'INVALID_FIELD',
      `The ${field.name} field should not be specified in the sobject data.`,
      [field.name],
    );
  }
  const scope = { database, actor: actorOf(call), versionPath: call.version.path };
  const matches = readRecords(scope, object, { field, value, fields: ['Id'] });
  if (matches.length > 1) {
    return json(
      300,
      matches.map(({ attributes }) => (attributes as { url: string }).url),
    );
  }
  if (matches.length === 0 && call.url.searchParams.get('updateOnly') === 'true') throw notFound();
  const written = { ...fields, [field.name]: value };
  const result = database.upsert(object.name, field.name, written, scope.actor, saveOptionsOf(call));
  if (!result.success) return singleRecordRefusal(result.errors);
  if (!result.created && call.version.number < firstVersionWithBody) return empty();
  const { id, created } = result;
  return json(created ? 201 : 200, { id, success: true, errors: [], created });
}
