import type { QueryBase } from '@jetstreamapp/soql-parser-js';
import { conditionSql, type FunctionCompiler } from './compile-condition.ts';
import type { QueryScope } from './query-scope.ts';
import { notEmulated } from './soql-text.ts';

/** The WHERE clause: what the query says, its scope, and that deleted records stay out. `extra` is and-ed to it. */
export function whereSql(
  scope: QueryScope,
  query: QueryBase,
  compileFunction: FunctionCompiler,
  extra?: string,
): string {
  const own = query.where === undefined ? undefined : conditionSql(scope, query.where, compileFunction);
  const tests = [extra, own, usingScope(scope, query.usingScope), scope.liveSql()].filter(
    (test) => test !== undefined,
  );
  return tests.length === 0 ? '' : ` WHERE ${tests.join(' AND ')}`;
}

function usingScope(scope: QueryScope, name: string | undefined): string | undefined {
  const { bindings, actorId } = scope.context;
  switch (name?.toLowerCase()) {
    case undefined:
    case 'everything':
      return undefined;
    case 'mine':
      return `${scope.resolve('OwnerId').sql} = ${bindings.bind(actorId)}`;
    default:
      throw notEmulated(`USING SCOPE ${name ?? ''}`);
  }
}
