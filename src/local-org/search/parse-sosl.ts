import { notEmulated } from '../server/api-error.ts';
import { malformedSearch } from './malformed-search.ts';
import type { ReturnedObject, SearchGroup, SearchRequest } from './search-request.ts';

/**
 * Reads `FIND {term} [IN group FIELDS] [RETURNING Object(fields WHERE … ORDER BY … LIMIT n OFFSET n), …] [LIMIT n]`.
 * @throws ApiError 400 `MALFORMED_SEARCH`; 501 for WITH and UPDATE clauses.
 */
export function parseSosl(sosl: string): SearchRequest {
  const term = /^\s*FIND\s*\{((?:\\.|[^{}\\])*)\}/is.exec(sosl);
  if (term === null) {
    throw malformedSearch('No search term found. The search term must be enclosed in braces.');
  }
  let rest = sosl.slice(term[0].length);
  const group = take(/^\s+IN\s+(ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS(?=\s|$)/i);
  const returning = take(/^\s+RETURNING\s+/i) === undefined ? [] : takeObjects();
  if (/^\s*(WITH|UPDATE)\b/i.test(rest)) throw notEmulated('WITH and UPDATE clauses of SOSL');
  const limit = take(/^\s*LIMIT\s+(\d+)/i);
  if (rest.trim() !== '') throw malformedSearch(`unexpected token: ${rest.trim().split(/\s/)[0] ?? ''}`);
  return {
    term: term[1] ?? '',
    group: (group?.[1]?.toUpperCase() ?? 'ALL') as SearchGroup,
    returning,
    limit: limit === undefined ? undefined : Number(limit[1]),
  };

  function take(pattern: RegExp): RegExpExecArray | undefined {
    const found = pattern.exec(rest) ?? undefined;
    if (found !== undefined) rest = rest.slice(found[0].length);
    return found;
  }

  function takeObjects(): ReturnedObject[] {
    const objects: ReturnedObject[] = [];
    do {
      const name = take(/^\s*(\w+)\s*/)?.[1];
      if (name === undefined) throw malformedSearch('RETURNING needs the name of an object');
      objects.push(rest.startsWith('(') ? objectOf(name, takeParenthesis()) : { object: name, fields: [] });
    } while (take(/^\s*,/) !== undefined);
    return objects;
  }

  /** The text between an opening parenthesis and the one that closes it; quotes may hold parentheses. */
  function takeParenthesis(): string {
    let depth = 0;
    for (const { 0: token, index } of rest.matchAll(/'(?:\\.|[^'\\])*'|[()]/gs)) {
      if (token === '(') depth += 1;
      if (token !== ')') continue;
      depth -= 1;
      if (depth > 0) continue;
      const inside = rest.slice(1, index);
      rest = rest.slice(index + 1);
      return inside;
    }
    throw malformedSearch('missing ) in RETURNING');
  }
}

/** The clauses in the parentheses behind an object's name. */
function objectOf(object: string, inside: string): ReturnedObject {
  const clauses =
    /^(?<fields>.*?)(?:\s+USING\s+(?<using>.*?))?(?:\s+WHERE\s+(?<where>.*?))?(?:\s+ORDER\s+BY\s+(?<orderBy>.*?))?(?:\s+LIMIT\s+(?<limit>\d+))?(?:\s+OFFSET\s+(?<offset>\d+))?\s*$/is.exec(
      inside,
    )?.groups ?? {};
  const { fields = '', using, where, orderBy, limit, offset } = clauses;
  if (using !== undefined) throw notEmulated('USING in SOSL');
  return {
    object,
    fields: fields
      .split(',')
      .map((field) => field.trim())
      .filter((field) => field !== ''),
    ...(where === undefined ? {} : { where }),
    ...(orderBy === undefined ? {} : { orderBy }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
    ...(offset === undefined ? {} : { offset: Number(offset) }),
  };
}
