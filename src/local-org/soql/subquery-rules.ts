import type { Query as ParsedQuery, QueryBase, Subquery } from '@jetstreamapp/soql-parser-js';
import { isAggregateCall } from './group-list.ts';
import { malformedAt } from './path-refusals.ts';

/** Most child subqueries of one query, nested ones included. */
const MAX_SUBQUERIES = 20;

/** How deep child subqueries nest from version 58.0 on; before, only one level. */
const MAX_LEVELS = 5;
const FIRST_VERSION_OF_LEVELS = 58;

/**
 * Refuses child subqueries that Salesforce does not take.
 * @param text the whole query, for error messages.
 * @throws {@link SoqlError} `MALFORMED_QUERY`.
 */
export function checkSubqueries(text: string, query: ParsedQuery, version: number): void {
  const maxLevels = version >= FIRST_VERSION_OF_LEVELS ? MAX_LEVELS : 1;
  let count = 0;
  check(query, 1);

  function check(parent: QueryBase, level: number): void {
    for (const field of parent.fields ?? []) {
      if (field.type !== 'FieldSubquery') continue;
      const { subquery } = field;
      const refuse = (message: string) => malformedAt(text, subquery.relationshipName, message);
      if (++count > MAX_SUBQUERIES)
        throw refuse(`A query can have at most ${MAX_SUBQUERIES} child relationship subqueries`);
      if (level > maxLevels)
        throw refuse(`Child relationship subqueries can be nested over at most ${maxLevels} levels`);
      const wrong = wrongWith(subquery, parent);
      if (wrong !== undefined) throw refuse(wrong);
      check(subquery, level + 1);
    }
  }
}

function wrongWith(subquery: Subquery, parent: QueryBase): string | undefined {
  if (subquery.groupBy !== undefined || (subquery.fields ?? []).some(isAggregateCall))
    return 'Aggregate functions and GROUP BY are not allowed in a child relationship subquery';
  if (subquery.usingScope !== undefined) return 'USING SCOPE is not allowed in a child relationship subquery';
  if (subquery.for !== undefined || subquery.update !== undefined)
    return 'FOR and UPDATE are not allowed in a child relationship subquery';
  if (subquery.withDataCategory !== undefined)
    return 'WITH DATA CATEGORY is not allowed in a child relationship subquery';
  if (subquery.offset !== undefined && parent.limit !== 1)
    return 'OFFSET in a child relationship subquery is allowed only when its parent query has LIMIT 1';
  return undefined;
}
