import type { FieldFunctionExpression, FieldType } from '@jetstreamapp/soql-parser-js';
import { SoqlError } from '../records/org-database.ts';
import { functionName } from './function-call.ts';
import { malformedAt } from './path-refusals.ts';
import type { QueryScope } from './query-scope.ts';

/** Whether a selected field is a call of `FIELDS()`. */
export function isFieldsCall(field: FieldType): boolean {
  return field.type === 'FieldFunctionExpression' && functionName(field) === 'FIELDS';
}

/**
 * The fields behind `FIELDS(ALL)`, `FIELDS(STANDARD)` or `FIELDS(CUSTOM)`.
 * @throws {@link SoqlError} `MALFORMED_QUERY` for an unbounded one in a query that may find more than 200 records.
 */
export function expandFieldsFunction(
  scope: QueryScope,
  call: FieldFunctionExpression,
  limited: boolean,
): string[] {
  if (call.alias !== undefined)
    throw malformedAt(scope.context.text, call.alias, 'only aggregate expressions use field aliasing');
  const [parameter] = call.parameters;
  const kind = typeof parameter === 'string' ? parameter.toUpperCase() : '';
  if (kind !== 'STANDARD' && !limited) {
    throw new SoqlError('MALFORMED_QUERY', `The SOQL FIELDS function must have a LIMIT of at most 200`);
  }
  const fields = scope.root.sobject.fields;
  const chosen = kind === 'ALL' ? fields : fields.filter((field) => field.custom === (kind === 'CUSTOM'));
  return chosen.map((field) => field.name);
}
