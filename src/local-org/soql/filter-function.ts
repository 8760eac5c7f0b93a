import type { Operand } from './comparison.ts';
import { distanceOperand } from './distance.ts';
import { filterOperand } from './filter-operand.ts';
import { dateFunction } from './date-function.ts';
import { functionName, wrongCall, type FunctionCall } from './function-call.ts';
import { isAggregateName } from './group-list.ts';
import { labelOperand } from './label-function.ts';
import type { QueryScope } from './query-scope.ts';
import { notEmulated } from './soql-text.ts';

/**
 * A function call on the left of a comparison in WHERE.
 * @throws {@link SoqlError} `MALFORMED_QUERY` for aggregates, `NOT_EMULATED_HERE` for other functions.
 */
export function filterFunction(scope: QueryScope, call: FunctionCall): Operand {
  if (functionName(call) === 'DISTANCE') return distanceOperand(scope, call);
  const date = dateFunction(scope, call, (written) => filterOperand(scope, written));
  if (date !== undefined) return date;
  const name = functionName(call);
  if (name === 'TOLABEL') return labelOperand(scope, call, (written) => filterOperand(scope, written));
  if (name === 'FORMAT' || name === 'CONVERTCURRENCY')
    throw wrongCall(scope, call, `${call.functionName ?? ''}() is only allowed in SELECT`);
  if (isAggregateName(name))
    throw wrongCall(scope, call, `Aggregate functions are only allowed in SELECT, HAVING and ORDER BY`);
  throw notEmulated(`${call.functionName ?? ''}() in WHERE`);
}
