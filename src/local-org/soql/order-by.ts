import type { OrderByClause } from '@jetstreamapp/soql-parser-js';
import type { FunctionCompiler } from './compile-condition.ts';
import type { QueryScope } from './query-scope.ts';
import { errorAt, locate } from './soql-text.ts';

/** The ORDER BY clause, or ''. Nulls come first in both directions unless the query says otherwise. */
export function orderBySql(
  scope: QueryScope,
  clause: OrderByClause | OrderByClause[] | undefined,
  compileFunction: FunctionCompiler,
): string {
  const clauses = clause === undefined ? [] : Array.isArray(clause) ? clause : [clause];
  const terms = clauses.map((entry) => {
    const sql = 'fn' in entry ? compileFunction(scope, entry.fn).sql : sortable(scope, entry.field);
    return `${sql} ${entry.order ?? 'ASC'} NULLS ${entry.nulls ?? 'FIRST'}`;
  });
  return terms.length === 0 ? '' : ` ORDER BY ${terms.join(', ')}`;
}

function sortable(scope: QueryScope, written: string): string {
  const { field, sql } = scope.resolve(written);
  if (field.sortable) return sql;
  const { text } = scope.context;
  throw errorAt(
    text,
    locate(text, written),
    'INVALID_FIELD',
    `field '${field.name}' can not be sorted in a query call`,
  );
}
