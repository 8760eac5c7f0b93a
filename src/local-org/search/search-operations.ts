import { z } from 'zod';
import type { OrgDatabase } from '../records/org-database.ts';
import { actorOf, type ApiCall, type ApiOperation } from '../rest/api-call.ts';
import { ApiError } from '../server/api-error.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import { malformedSearch } from './malformed-search.ts';
import { parseSosl } from './parse-sosl.ts';
import { runSearch } from './run-search.ts';
import { searchGroups, type SearchGroup, type SearchRequest } from './search-request.ts';

/** From this version on, the records stand in an object instead of being the answer themselves. */
const firstVersionWithObject = 37;

/** `/search?q=FIND…` and `/parameterizedSearch`, as GET with parameters or POST with a body. */
export function searchOperations(database: OrgDatabase): ApiOperation[] {
  const answer = (call: ApiCall, request: SearchRequest): OrgResponse => {
    const scope = { database, actor: actorOf(call), versionPath: call.version.path };
    const searchRecords = runSearch(scope, request);
    return json(200, call.version.number < firstVersionWithObject ? searchRecords : { searchRecords });
  };
  return [
    {
      method: 'GET',
      pattern: '/search',
      run: (call) => answer(call, parseSosl(call.url.searchParams.get('q') ?? '')),
    },
    { method: 'GET', pattern: '/parameterizedSearch', run: (call) => answer(call, fromParameters(call.url)) },
    { method: 'POST', pattern: '/parameterizedSearch', run: (call) => answer(call, fromBody(call.json)) },
  ];
}

const fieldList = z.array(z.string());
const bodySchema = z.strictObject({
  q: z.string(),
  in: z.string().optional(),
  fields: fieldList.default([]),
  sobjects: z
    .array(
      z.strictObject({
        name: z.string(),
        fields: fieldList.optional(),
        where: z.string().optional(),
        orderBy: z.string().optional(),
        limit: z.int().min(1).optional(),
      }),
    )
    .default([]),
  overallLimit: z.int().min(1).optional(),
  defaultLimit: z.int().min(1).optional(),
});

/** Parameters of one object are written `Account.fields=id,name&Account.limit=10`. */
function fromParameters({ searchParams }: URL): SearchRequest {
  const get = (name: string): string | undefined => searchParams.get(name) ?? undefined;
  const list = (text: string | undefined): string[] | undefined =>
    text === undefined ? undefined : text.split(',').map((field) => field.trim());
  const number = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : Number(text);
  return fromBody({
    q: get('q'),
    in: get('in'),
    fields: list(get('fields')),
    sobjects: searchParams.getAll('sobject').map((name) => ({
      name,
      fields: list(get(`${name}.fields`)),
      where: get(`${name}.where`),
      limit: number(get(`${name}.limit`)),
    })),
    overallLimit: number(get('overallLimit')),
    defaultLimit: number(get('defaultLimit')),
  });
}

function fromBody(body: unknown): SearchRequest {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw new ApiError(400, 'INVALID_SEARCH', z.prettifyError(parsed.error));
  const { q, fields, sobjects, overallLimit, defaultLimit } = parsed.data;
  return {
    term: q,
    group: groupOf(parsed.data.in),
    returning: sobjects.map(({ name, where, orderBy, ...own }) => {
      const limit = own.limit ?? defaultLimit;
      return {
        object: name,
        fields: own.fields ?? fields,
        ...(where === undefined ? {} : { where }),
        ...(orderBy === undefined ? {} : { orderBy }),
        ...(limit === undefined ? {} : { limit }),
      };
    }),
    limit: overallLimit,
  };
}

function groupOf(name = 'ALL'): SearchGroup {
  const group = searchGroups.find((known) => known === name.toUpperCase().replace(/ FIELDS$/, ''));
  if (group !== undefined) return group;
  throw malformedSearch(`${name} is none of ${searchGroups.join(', ')}`);
}
