import { completeField } from '../catalogue/field-shape.ts';
import type { Operand } from './comparison.ts';
import { isDateFunction } from './date-part.ts';
import { fieldParameter, functionName, innerCall, wrongCall, type FunctionCall } from './function-call.ts';
import type { QueryScope } from './query-scope.ts';

/** Functions that make sense for dateTimes only. */
const OF_DATETIME = new Set(['DAY_ONLY', 'HOUR_IN_DAY']);

/** The field in a date function, and whether it is read in the user's time zone. */
interface DateParameter {
  readonly written: string;
  readonly isConverted: boolean;
}

/**
 * A date function of a field; `undefined` when the call is another function. UTC, unless the field stands in
 * convertTimezone().
 * @param fieldOperand gives the field by its path in the query.
 * @throws {@link SoqlError} `MALFORMED_QUERY` for fields that are no dates.
 */
export function dateFunction(
  scope: QueryScope,
  call: FunctionCall,
  fieldOperand: (written: string) => Operand,
): Operand | undefined {
  const name = functionName(call);
  if (name === 'CONVERTTIMEZONE')
    throw wrongCall(scope, call, 'convertTimezone() can only be used inside a date function');
  if (!isDateFunction(name)) return undefined;
  const { written, isConverted } = dateParameter(scope, call);
  const { field, sql } = fieldOperand(written);
  const fits = field.type === 'datetime' || (field.type === 'date' && !OF_DATETIME.has(name) && !isConverted);
  if (!fits)
    throw wrongCall(scope, call, `Field ${field.name} of type ${field.type} does not support ${name}()`);
  const { timeZone, fiscalStart, isNamedByStart } = scope.context.user();
  const zone = isConverted ? timeZone : 'UTC';
  // The values stand in the text, so that the same call is the same SQL in SELECT and GROUP BY.
  const parameters = `'${name}', ${sql}, '${zone.replaceAll("'", "''")}', ${fiscalStart}, ${isNamedByStart ? 1 : 0}`;
  return {
    sql: `soql_date(${parameters})`,
    field: name === 'DAY_ONLY' ? completeField({ name, type: 'date' }) : completeField({ name, type: 'int' }),
  };
}

/** The path of the field in a date function, when the call is one. */
export function dateFunctionField(scope: QueryScope, call: FunctionCall): string | undefined {
  return isDateFunction(functionName(call)) ? dateParameter(scope, call).written : undefined;
}

function dateParameter(scope: QueryScope, call: FunctionCall): DateParameter {
  const inner = innerCall(call);
  if (inner === undefined) return { written: fieldParameter(scope, call), isConverted: false };
  if (functionName(inner) !== 'CONVERTTIMEZONE')
    throw wrongCall(scope, inner, `${inner.functionName ?? ''}() cannot be used inside a date function`);
  return { written: fieldParameter(scope, inner), isConverted: true };
}
