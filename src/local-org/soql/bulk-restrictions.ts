import type { FieldType, Query as ParsedQuery } from '@jetstreamapp/soql-parser-js';
import { SoqlError } from '../records/org-database.ts';
import { functionName } from './function-call.ts';

/**
 * Refuses what Bulk API 2.0 queries cannot do.
 * @throws {@link SoqlError} `API_ERROR`.
 */
export function checkBulkQuery(query: ParsedQuery): void {
  for (const field of query.fields ?? []) {
    if (field.type === 'FieldSubquery') throw refuse('Aggregate Relationships not supported in Bulk Query');
    if (field.type === 'FieldTypeof') throw refuse('TYPEOF not supported in Bulk Query');
    if (isUnbounded(field)) throw refuse('FIELDS(ALL) and FIELDS(CUSTOM) not supported in Bulk Query');
    if (field.type === 'FieldFunctionExpression' && field.isAggregateFn === true) {
      throw refuse('Aggregate functions not supported in Bulk Query');
    }
  }
  if (query.groupBy !== undefined) throw refuse('GROUP BY not supported in Bulk Query');
  if (query.offset !== undefined) throw refuse('OFFSET not supported in Bulk Query');
}

function isUnbounded(field: FieldType): boolean {
  if (field.type !== 'FieldFunctionExpression' || functionName(field) !== 'FIELDS') return false;
  const [kind] = field.parameters;
  return typeof kind !== 'string' || kind.toUpperCase() !== 'STANDARD';
}

/** The refusal of an address or location among the selected fields. */
export function compoundInBulk(): SoqlError {
  return refuse('Selecting compound data not supported in Bulk Query');
}

function refuse(what: string): SoqlError {
  return new SoqlError('API_ERROR', what);
}
