import type { FieldFunctionExpression, FunctionExp } from '@jetstreamapp/soql-parser-js';
import type { SoqlError } from '../records/org-database.ts';
import type { QueryScope } from './query-scope.ts';
import { errorAt, locate } from './soql-text.ts';

/** A function call as the parser gives it. */
export type FunctionCall = FunctionExp | FieldFunctionExpression;

/** The name of the function, upper case. */
export function functionName(call: FunctionCall): string {
  return (call.functionName ?? '').toUpperCase();
}

/** The call inside, when the only parameter is one. */
export function innerCall(call: FunctionCall): FunctionCall | undefined {
  const [only, ...more] = call.parameters ?? [];
  return typeof only === 'object' && more.length === 0 ? only : undefined;
}

/** Functions that show a field in its own place in the record. */
const SHOWING = new Set(['FORMAT', 'TOLABEL', 'CONVERTCURRENCY']);

/** The path of the field that `FORMAT(…)`, `toLabel(…)` or `convertCurrency(…)` shows; `undefined` for other functions. */
export function shownPath(call: FunctionCall): string | undefined {
  if (!SHOWING.has(functionName(call))) return undefined;
  const [only] = call.parameters ?? [];
  return typeof only === 'object' ? shownPath(only) : only;
}

/**
 * The field that is the only parameter.
 * @throws {@link SoqlError} `MALFORMED_QUERY` when there are others, none, or a call.
 */
export function fieldParameter(scope: QueryScope, call: FunctionCall): string {
  const [only, ...more] = call.parameters ?? [];
  if (typeof only === 'string' && more.length === 0) return only;
  throw wrongCall(scope, call, `${call.functionName ?? ''}() takes one field`);
}

/** `MALFORMED_QUERY` that points to a function. */
export function wrongCall(scope: QueryScope, call: FunctionCall, message: string): SoqlError {
  const { text } = scope.context;
  return errorAt(text, locate(text, call.functionName ?? ''), 'MALFORMED_QUERY', message);
}
