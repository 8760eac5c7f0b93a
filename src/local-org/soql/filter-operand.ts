import type { Operand } from './comparison.ts';
import type { QueryScope } from './query-scope.ts';
import { errorAt, locate } from './soql-text.ts';

/** The field on the left of a comparison, which must be filterable. */
export function filterOperand(scope: QueryScope, written: string): Operand {
  const { field, sql } = scope.resolve(written);
  if (!field.filterable || field.type === 'address' || field.type === 'location') {
    const { text } = scope.context;
    throw errorAt(
      text,
      locate(text, written),
      'INVALID_FIELD',
      `field '${field.name}' can not be filtered in a query call`,
    );
  }
  return { field, sql };
}
