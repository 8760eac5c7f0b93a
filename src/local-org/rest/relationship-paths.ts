import type { SObject } from '../catalogue/catalogue.ts';
import type { JsonRecord, OrgDatabase } from '../records/org-database.ts';
import { ApiError, MethodNotAllowed, notEmulated, notFound } from '../server/api-error.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import { RouteTable } from '../server/route-table.ts';
import { actorOf, type ApiCall, type ApiOperation } from './api-call.ts';
import { requireObject } from './describe.ts';
import { askedFields, externalIdField, requireField } from './named-fields.ts';
import { readRecords } from './read-record.ts';

const firstVersion = 36;

/** Child-to-parent relationships in one path: as many as in SOQL. */
const maxParents = 5;

/** The operations that do the work at the end of a path. */
export interface PathEnds {
  /** Those of single records. */
  readonly rows: readonly ApiOperation[];
  readonly queries: readonly ApiOperation[];
}

/** A record, named by its id. */
interface Place {
  readonly object: SObject;
  readonly id: string;
}

/**
 * `/sobjects/X/{id}/Rel[/Rel…]` and the same behind `/sobjects/X/{externalIdField}/{value}`: over parents to a record,
 * which is read, changed or deleted, or at last to its children, which are a query result. Must stand before the rows:
 * it hands on what is an external id path to them.
 */
export function relationshipOperation(database: OrgDatabase, ends: PathEnds): ApiOperation {
  const paths = new RelationshipPaths(database, ends);
  return {
    method: '*',
    pattern: '/sobjects/:object/:id/:relationship/*',
    run: (call) => paths.run(call),
  };
}

class RelationshipPaths {
  readonly #database: OrgDatabase;
  readonly #rows: RouteTable<ApiOperation>;
  readonly #queries: RouteTable<ApiOperation>;

  constructor(database: OrgDatabase, { rows, queries }: PathEnds) {
    this.#database = database;
    this.#rows = new RouteTable(rows);
    this.#queries = new RouteTable(queries);
  }

  run(call: ApiCall): OrgResponse {
    const [objectName = '', first = '', second = '', ...rest] = segmentsOf(call.url);
    const object = requireObject(this.#database.catalogue, objectName);
    if (object.field(first) === undefined && /^[a-z0-9]{15}(?:[a-z0-9]{3})?$/i.test(first)) {
      return this.#follow(call, { object, id: first }, [second, ...rest]);
    }
    if (rest.length === 0) {
      const { route, params } = this.#rows.find(
        call.method,
        `/sobjects/${[objectName, first, second].map(encodeURIComponent).join('/')}`,
      );
      return route.run({ ...call, params });
    }
    const where = { field: externalIdField(object, first), value: second, fields: ['Id'] };
    const matches = readRecords(this.#scope(call), object, where);
    if (matches.length > 1)
      return json(
        300,
        matches.map(({ attributes }) => (attributes as { url: string }).url),
      );
    const [match] = matches;
    if (match === undefined) throw notFound();
    return this.#follow(call, { object, id: String(match['Id']) }, rest);
  }

  #follow(call: ApiCall, start: Place, names: readonly string[]): OrgResponse {
    if (call.version.number < firstVersion) throw notFound();
    let place = start;
    for (const [index, name] of names.entries()) {
      const reference = place.object.parentRelationship(name);
      if (reference === undefined) {
        if (index < names.length - 1) throw notFound();
        return this.#children(call, place, name);
      }
      if (index === maxParents) {
        const message = `Only ${maxParents} levels of relationships are allowed in a path`;
        throw new ApiError(400, 'INVALID_FIELD', message);
      }
      const id = this.#read(call, place, reference.name)[reference.name];
      if (typeof id !== 'string') throw notFound();
      place = { object: this.#objectOf(id, reference.referenceTo), id };
    }
    const allowed = ['GET', 'PATCH', 'DELETE'];
    if (!allowed.includes(call.method)) throw new MethodNotAllowed(call.method, allowed);
    const { route } = this.#rows.find(call.method, '/sobjects/X/id');
    const params = new Map([
      ['object', place.object.name],
      ['id', place.id],
    ]);
    return route.run({ ...call, params });
  }

  #children(call: ApiCall, place: Place, name: string): OrgResponse {
    const relationship = place.object.childRelationship(name);
    if (relationship === undefined) throw notFound();
    if (call.method !== 'GET') throw new MethodNotAllowed(call.method, ['GET']);
    const child = this.#database.catalogue.find(relationship.childSObject);
    if (child === undefined) throw notEmulated(`the object ${relationship.childSObject}`);
    const { Id: parentId } = this.#read(call, place, 'Id');
    const columns = askedFields(child, call.url).join(', ');
    const soql = `SELECT ${columns} FROM ${child.name} WHERE ${relationship.field} = '${String(parentId)}'`;
    const url = new URL(`${call.version.path}/query`, call.url.origin);
    url.searchParams.set('q', soql);
    return this.#queries.find('GET', '/query').route.run({ ...call, url });
  }

  /** @throws ApiError 404 when there is no such record. */
  #read(call: ApiCall, { object, id }: Place, field: string): JsonRecord {
    const where = { field: requireField(object, 'Id'), value: id, fields: [field] };
    const [record] = readRecords(this.#scope(call), object, where);
    if (record === undefined) throw notFound();
    return record;
  }

  #objectOf(id: string, referenceTo: readonly string[]): SObject {
    const { catalogue } = this.#database;
    return catalogue.findByKeyPrefix(id.slice(0, 3)) ?? requireObject(catalogue, referenceTo[0] ?? '');
  }

  #scope(call: ApiCall) {
    return { database: this.#database, actor: actorOf(call), versionPath: call.version.path };
  }
}

/** Behind `/services/data/vNN.0/sobjects/`. @throws ApiError 404 for what is not percent-encoded UTF-8. */
function segmentsOf({ pathname }: URL): string[] {
  try {
    return pathname.replace(/\/$/, '').split('/').slice(5).map(decodeURIComponent);
  } catch {
    throw notFound();
  }
}
