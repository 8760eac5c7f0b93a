import type { FieldFunctionExpression } from '@jetstreamapp/soql-parser-js';
import type { Operand } from './comparison.ts';
import { isDateFunction } from './date-part.ts';
import { valueFormat, type ShowValue } from './format-value.ts';
import { fieldParameter, functionName, innerCall, wrongCall, type FunctionCall } from './function-call.ts';
import { labelOperand } from './label-function.ts';
import type { QueryScope } from './query-scope.ts';
import { notEmulated } from './soql-text.ts';

/** What SELECT shows of a function: SQL, the field that tells the type, and how FORMAT() writes the value. */
export interface ShownOperand extends Operand {
  readonly show: ShowValue | undefined;
  /** The field inside as the query writes it; `undefined` for an aggregate. */
  readonly written: string | undefined;
}

/** Where the operands inside functions come from: records, or groups. */
export interface InnerOperands {
  readonly ofField: (written: string) => Operand;
  readonly ofFunction: (call: FunctionCall) => Operand;
}

/** `FORMAT(…)`, `toLabel(…)` and `convertCurrency(…)` in SELECT; `undefined` when the call is another function. */
export function selectFunction(
  scope: QueryScope,
  call: FunctionCall,
  inner: InnerOperands,
): ShownOperand | undefined {
  switch (functionName(call)) {
    case 'FORMAT':
      return formatted(scope, call, inner);
    case 'TOLABEL':
      return {
        ...labelOperand(scope, call, inner.ofField),
        show: undefined,
        written: fieldParameter(scope, call),
      };
    case 'CONVERTCURRENCY':
      return converted(scope, call, inner);
    default:
      return undefined;
  }
}

/**
 * A function in SELECT of a query that gives records.
 * @throws {@link SoqlError} `MALFORMED_QUERY` for functions of groups, `NOT_EMULATED_HERE` for DISTANCE and others.
 */
export function recordFunction(scope: QueryScope, call: FieldFunctionExpression): ShownOperand {
  const shown = selectFunction(scope, call, {
    ofField: (written) => scope.resolve(written),
    ofFunction: (inner) => {
      throw wrongCall(scope, inner, `${inner.functionName ?? ''}() cannot be used inside another function`);
    },
  });
  if (shown !== undefined) return shown;
  if (isDateFunction(functionName(call)))
    throw wrongCall(scope, call, `Field must be grouped or aggregated: ${call.rawValue ?? ''}`);
  if (functionName(call) === 'CONVERTTIMEZONE')
    throw wrongCall(scope, call, 'convertTimezone() can only be used inside a date function');
  throw notEmulated(`${call.functionName}() in the field list`);
}

function formatted(scope: QueryScope, call: FunctionCall, inner: InnerOperands): ShownOperand {
  const nested = innerCall(call);
  const operand =
    nested === undefined
      ? fieldOf(scope, call, inner)
      : (selectFunction(scope, nested, inner) ?? {
          ...inner.ofFunction(nested),
          show: undefined,
          written: undefined,
        });
  const show = valueFormat(operand.field, scope.context.user());
  if (show !== undefined && operand.show === undefined) return { ...operand, show };
  const { name, type } = operand.field;
  throw wrongCall(scope, call, `Field ${name} of type ${type} does not support FORMAT()`);
}

/** The org has one currency: a converted amount is the amount. */
function converted(scope: QueryScope, call: FunctionCall, inner: InnerOperands): ShownOperand {
  const operand = fieldOf(scope, call, inner);
  if (operand.field.type === 'currency') return operand;
  throw wrongCall(scope, call, `Field ${operand.field.name} does not support convertCurrency()`);
}

function fieldOf(scope: QueryScope, call: FunctionCall, inner: InnerOperands): ShownOperand {
  const written = fieldParameter(scope, call);
  return { ...inner.ofField(written), show: undefined, written };
}
