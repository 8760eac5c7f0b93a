import type { Catalogue } from '../catalogue/catalogue.ts';
import type { OrgDatabase } from '../records/org-database.ts';
import { sessionOf, type ApiCall, type ApiOperation, routeOf } from '../rest/api-call.ts';
import { ApiError, notFound } from '../server/api-error.ts';
import { parseApiVersion } from '../server/api-version.ts';
import { headerOf, type OrgRequest } from '../server/org-request.ts';
import type { OrgResponse } from '../server/org-response.ts';
import { param, RouteTable, type PathParams, type Route } from '../server/route-table.ts';
import { readMultipart } from './read-multipart.ts';

/**
 * Files of the objects that have any (`ContentVersion.VersionData`, `Attachment.Body`): `POST /sobjects/X` as multipart,
 * and `GET /sobjects/X/{id}/FIELD` as a stream.
 * @param rows the operations of single records, of which the one that creates is used.
 */
export function blobRoutes(database: OrgDatabase, rows: readonly ApiOperation[]): Route[] {
  const create = new RouteTable(rows).find('POST', '/sobjects/X').route;
  const createAsJson = routeOf(create);
  return blobFields(database.catalogue).flatMap(({ object, field }) => {
    const pattern = `/services/data/:version/sobjects/${object}`;
    return [
      {
        method: 'POST',
        pattern,
        handle: (request, params) => {
          const isMultipart = /^multipart\/form-data\b/i.test(headerOf(request, 'content-type') ?? '');
          const named = new Map([...params, ['object', object]]);
          return isMultipart
            ? createWithFile({ database, create }, request, named)
            : createAsJson.handle(request, named);
        },
      },
      {
        method: 'GET',
        pattern: `${pattern}/:id/${field}`,
        handle: (request, params) => download(database, request, { object, field, params }),
      },
    ] satisfies Route[];
  });
}

function blobFields(catalogue: Catalogue): { object: string; field: string }[] {
  return catalogue.objectNames.flatMap((object) =>
    (catalogue.find(object)?.fields ?? [])
      .filter(({ type }) => type === 'base64')
      .map(({ name }) => ({ object, field: name })),
  );
}

interface CreateParts {
  readonly database: OrgDatabase;
  readonly create: ApiOperation;
}

/** The file is stored first and the record made then; a refused record takes its file along. */
async function createWithFile(
  { database, create }: CreateParts,
  request: OrgRequest,
  params: PathParams,
): Promise<OrgResponse> {
  const session = sessionOf(request);
  const version = parseApiVersion(param(params, 'version'));
  const { blobs } = database;
  const { json, files } = await readMultipart(request, blobs);
  const keep = (response: OrgResponse): OrgResponse => {
    if (response.status >= 300) for (const file of files.values()) blobs.remove(file);
    return response;
  };
  try {
    const fields = { ...fieldsOf(json), ...Object.fromEntries(files) };
    const { method, url, headers } = request;
    const call: ApiCall = { method, url, headers, params, version, session, json: fields };
    return keep(create.run(call));
  } catch (error) {
    for (const file of files.values()) blobs.remove(file);
    throw error;
  }
}

function fieldsOf(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', cause instanceof Error ? cause.message : 'Invalid JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new ApiError(400, 'JSON_PARSER_ERROR', 'The part with the fields must hold an object');
}

interface BlobPlace {
  readonly object: string;
  readonly field: string;
  readonly params: PathParams;
}

function download(
  database: OrgDatabase,
  request: OrgRequest,
  { object, field, params }: BlobPlace,
): OrgResponse {
  sessionOf(request);
  parseApiVersion(param(params, 'version'));
  const value = database.blobOf(object, field, param(params, 'id'));
  if (value === undefined) throw notFound();
  const pieces = database.blobs.read(value);
  return {
    status: 200,
    body: { kind: 'stream', contentType: 'application/octet-stream', chunks: asyncPieces(pieces) },
  };
}

/** The pieces are read when the client has taken the one before. */
async function* asyncPieces(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}
