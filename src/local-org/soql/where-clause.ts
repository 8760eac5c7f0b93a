import type { QueryBase } from '@jetstreamapp/soql-parser-js';
import { conditionSql, type FunctionCompiler } from './compile-condition.ts';
import { publishedSql } from './knowledge-rules.ts';
import type { QueryScope } from './query-scope.ts';
import { usingScopeSql } from './using-scope.ts';

/** The WHERE clause: what the query says, its scope, and that deleted records stay out. `extra` is and-ed to it. */
export function whereSql(
  scope: QueryScope,
  query: QueryBase,
  compileFunction: FunctionCompiler,
  extra?: string,
): string {
  const own = query.where === undefined ? undefined : conditionSql(scope, query.where, compileFunction);
  const inScope = usingScopeSql(scope, query.usingScope);
  const tests = [extra, own, inScope, publishedSql(scope, query.where), scope.liveSql()].filter(
    (test) => test !== undefined,
  );
  return tests.length === 0 ? '' : ` WHERE ${tests.join(' AND ')}`;
}
