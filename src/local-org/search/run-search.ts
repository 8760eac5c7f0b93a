import type { FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import type { Actor, JsonRecord, OrgDatabase } from '../records/org-database.ts';
import { ApiError } from '../server/api-error.ts';
import type { ReturnedObject, SearchGroup, SearchRequest } from './search-request.ts';
import { parseSearchTerm, type TermMatcher } from './search-term.ts';

/** Records that a search gives at the most. */
const maxResults = 2000;

/** For whom, and how `attributes.url` of the records begins. */
export interface SearchScope {
  readonly database: OrgDatabase;
  readonly actor: Actor;
  /** `/services/data/v67.0`. */
  readonly versionPath: string;
}

/**
 * Looks through the records themselves: there is no index, so that a search takes as long as there are records.
 * @throws ApiError 400 `MALFORMED_SEARCH`, `INVALID_TYPE`; SoqlError for wrong fields and conditions.
 */
export function runSearch(scope: SearchScope, request: SearchRequest): JsonRecord[] {
  const matches = parseSearchTerm(request.term);
  const limit = Math.min(request.limit ?? maxResults, maxResults);
  const wanted = request.returning.length > 0 ? request.returning : everything(scope.database);
  const found: JsonRecord[] = [];
  for (const returned of wanted) {
    if (found.length >= limit) break;
    const object = searchableObject(scope.database, returned.object);
    const ids = matchingIds(scope, object, { returned, group: request.group, matches });
    found.push(...recordsOf(scope, object, returned, ids).slice(0, limit - found.length));
  }
  return found;
}

function everything({ catalogue }: OrgDatabase): ReturnedObject[] {
  return catalogue.objectNames
    .filter((name) => catalogue.find(name)?.describe['searchable'] === true)
    .map((object) => ({ object, fields: [] }));
}

function searchableObject({ catalogue }: OrgDatabase, name: string): SObject {
  const object = catalogue.find(name);
  if (object?.describe['searchable'] === true) return object;
  throw new ApiError(
    400,
    'INVALID_TYPE',
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the ` +
      "'__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.",
  );
}

interface Hunt {
  readonly returned: ReturnedObject;
  readonly group: SearchGroup;
  readonly matches: TermMatcher;
}

function matchingIds(scope: SearchScope, object: SObject, { returned, group, matches }: Hunt): string[] {
  const fields = object.fields.filter((field) => isInGroup(field, group));
  if (fields.length === 0) return [];
  const names = fields.map(({ name }) => name).filter((name) => name !== 'Id');
  const { where, orderBy, limit = maxResults, offset = 0 } = returned;
  const soql =
    `SELECT Id, ${names.join(', ')} FROM ${object.name}` +
    (where === undefined ? '' : ` WHERE ${where}`) +
    (orderBy === undefined ? '' : ` ORDER BY ${orderBy}`);
  const ids: string[] = [];
  for (const record of read(scope, soql)) {
    const texts = names.flatMap((name) => (typeof record[name] === 'string' ? [record[name]] : []));
    if (!matches(texts)) continue;
    ids.push(String(record['Id']));
    if (ids.length >= Math.min(limit + offset, maxResults)) break;
  }
  return ids.slice(offset);
}

/** The wanted fields of the records, in the order of the ids. */
function recordsOf(
  scope: SearchScope,
  object: SObject,
  { fields }: ReturnedObject,
  ids: readonly string[],
): JsonRecord[] {
  const columns = fields.length === 0 ? ['Id'] : fields;
  // Compiled even when nothing was found, so that wrong fields are refused.
  const list = (ids.length === 0 ? ['000000000000000AAA'] : ids).map((id) => `'${id}'`).join(', ');
  const hasId = columns.some((column) => column.toLowerCase() === 'id');
  const select = (hasId ? columns : [...columns, 'Id']).join(', ');
  const byId = new Map<string, JsonRecord>();
  for (const record of read(scope, `SELECT ${select} FROM ${object.name} WHERE Id IN (${list})`)) {
    const { Id, ...rest } = record;
    byId.set(String(Id), hasId ? record : rest);
  }
  return ids.map((id) => byId.get(id)).filter((record) => record !== undefined);
}

function read({ database, actor, versionPath }: SearchScope, soql: string): Iterable<JsonRecord> {
  return database.query(soql, { actor, includeDeleted: false, dialect: 'rest' }).records(versionPath);
}

const TEXT_TYPES = new Set([
  'string',
  'textarea',
  'email',
  'phone',
  'url',
  'combobox',
  'picklist',
  'multipicklist',
]);

function isInGroup(field: FieldDescribe, group: SearchGroup): boolean {
  if (!TEXT_TYPES.has(field.type)) return false;
  switch (group) {
    case 'NAME':
      return field.nameField || field.compoundFieldName === 'Name';
    case 'EMAIL':
      return field.type === 'email';
    case 'PHONE':
      return field.type === 'phone';
    // What the sidebar looks through is the search layout of the object; the org has none.
    case 'SIDEBAR':
    case 'ALL':
      return true;
  }
}
