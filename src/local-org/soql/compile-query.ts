import type { FieldType, Query as ParsedQuery } from '@jetstreamapp/soql-parser-js';
import { SoqlError, type Query, type QueryOptions } from '../records/org-database.ts';
import type { RecordStore } from '../records/record-store.ts';
import { compileAggregateQuery, compileCountQuery } from './aggregate-query.ts';
import { Bindings } from './bindings.ts';
import { checkBulkQuery } from './bulk-restrictions.ts';
import { checkClauses } from './clause-rules.ts';
import { fromObject } from './from-object.ts';
import { isAggregateCall } from './group-list.ts';
import { markingViewed } from './mark-viewed.ts';
import { parseSoql, type ParsedSoql } from './parse-soql.ts';
import { aliasPaths } from './path-aliases.ts';
import { compilePlainQuery } from './plain-query.ts';
import { QueryScope, type QueryContext } from './query-scope.ts';
import { runningUser, type RunningUser } from './running-user.ts';
import { checkSubqueries } from './subquery-rules.ts';

/** The version of callers that name none. */
const NEWEST_VERSION = 67;

/**
 * Compiles a query to one SQL statement (and one more for each child subquery).
 * @throws {@link SoqlError} for everything that Salesforce would refuse, and `NOT_EMULATED_HERE` for what it would
 * answer and this org does not.
 */
export function compileQuery(store: RecordStore, soql: string, options: QueryOptions): Query {
  const parsed = parseSoql(soql);
  const { query } = parsed;
  checkClauses(parsed.text, query);
  checkSubqueries(parsed.text, query, options.version ?? NEWEST_VERSION);
  refuseCountBesides(query);
  if (options.dialect === 'bulk') checkBulkQuery(query);
  const context = newContext(store, parsed, options);
  const scope = new QueryScope(context, fromObject(context, query.sObject ?? ''), aliasPaths(parsed));
  if (isCountQuery(query)) return compileCountQuery(scope, query);
  const isAggregate = query.groupBy !== undefined || (query.fields ?? []).some(isAggregateCall);
  const compiled = isAggregate
    ? compileAggregateQuery(scope, query)
    : compilePlainQuery(scope, query, options.dialect);
  return markingViewed(scope, query.for, compiled);
}

/** What one query shares, before anything of it is compiled. */
export function newContext(store: RecordStore, parsed: ParsedSoql, options: QueryOptions): QueryContext {
  let aliases = 0;
  let user: RunningUser | undefined;
  return {
    store,
    text: parsed.text,
    bindings: new Bindings(),
    includeDeleted: options.includeDeleted,
    actorId: options.actor.userId,
    user: () => (user ??= runningUser(store, options.actor.userId)),
    version: options.version ?? NEWEST_VERSION,
    newAlias: () => `t${aliases++}`,
  };
}

/** `COUNT()` counts records and stands alone; values are counted by `COUNT(field)`. */
function refuseCountBesides(query: ParsedQuery): void {
  const fields = query.fields ?? [];
  const isBare = (selected: FieldType): boolean =>
    isAggregateCall(selected) &&
    selected.functionName.toUpperCase() === 'COUNT' &&
    selected.parameters.length === 0;
  if (fields.some(isBare) && (fields.length > 1 || query.groupBy !== undefined))
    throw new SoqlError(
      'MALFORMED_QUERY',
      'COUNT() must be the only element in the SELECT list, without GROUP BY',
    );
}

function isCountQuery(query: ParsedQuery): boolean {
  const [only, ...more] = query.fields ?? [];
  if (only === undefined || !isAggregateCall(only) || only.functionName.toUpperCase() !== 'COUNT')
    return false;
  return only.parameters.length === 0 && more.length === 0 && query.groupBy === undefined;
}
