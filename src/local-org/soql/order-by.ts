import type { OrderByClause } from '@jetstreamapp/soql-parser-js';
import { distanceOperand } from './distance.ts';
import { functionName, wrongCall, type FunctionCall } from './function-call.ts';
import { isAggregateName } from './group-list.ts';
import type { QueryScope } from './query-scope.ts';
import { invalidField } from './path-refusals.ts';
import { notEmulated } from './soql-text.ts';

/** Gives the SQL of what a query is ordered by. */
export interface OrderTerms {
  readonly ofField: (written: string) => string;
  readonly ofFunction: (call: FunctionCall) => string;
}

/** The ORDER BY clause, or ''. Nulls come first in both directions unless the query says otherwise. */
export function orderBySql(clause: OrderByClause | OrderByClause[] | undefined, by: OrderTerms): string {
  const clauses = clause === undefined ? [] : Array.isArray(clause) ? clause : [clause];
  const terms = clauses.map((entry) => {
    const sql = 'fn' in entry ? by.ofFunction(entry.fn) : by.ofField(entry.field);
    return `${sql} ${entry.order ?? 'ASC'} NULLS ${entry.nulls ?? 'FIRST'}`;
  });
  return terms.length === 0 ? '' : ` ORDER BY ${terms.join(', ')}`;
}

/**
 * What records are ordered by: sortable fields and distances.
 * @throws {@link SoqlError} `INVALID_FIELD` for other fields, `MALFORMED_QUERY` for aggregates.
 */
export function recordOrder(scope: QueryScope): OrderTerms {
  return {
    ofField: (written) => {
      const { field, sql } = scope.resolve(written);
      if (field.sortable && field.type !== 'location') return sql;
      const message = `field '${field.name}' can not be sorted in a query call`;
      throw invalidField(scope.context.text, written, message);
    },
    ofFunction: (call) => {
      if (isAggregateName(functionName(call)))
        throw wrongCall(scope, call, 'Aggregate functions in ORDER BY need GROUP BY');
      if (functionName(call) === 'DISTANCE') return distanceOperand(scope, call).sql;
      throw notEmulated(`${call.functionName ?? ''}() in ORDER BY`);
    },
  };
}
