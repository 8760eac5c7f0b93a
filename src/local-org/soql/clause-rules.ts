import type { Query as ParsedQuery, QueryBase } from '@jetstreamapp/soql-parser-js';
import { SoqlError } from '../records/org-database.ts';
import { hasSemiJoin } from './condition-tree.ts';
import { isFieldsCall } from './fields-function.ts';
import { isAggregateCall } from './group-list.ts';
import { malformedAt } from './path-refusals.ts';
import { notEmulated } from './soql-text.ts';

/** Largest OFFSET, and largest number in LIMIT. */
const MAX_OFFSET = 2000;
const MAX_LIMIT = 2 ** 31 - 1;

/**
 * Refuses clauses that do not go together, or that only Apex knows.
 * @param text the whole query, for error messages.
 * @throws {@link SoqlError}
 */
export function checkClauses(text: string, query: ParsedQuery): void {
  if (query.withDataCategory !== undefined) throw notEmulated('WITH DATA CATEGORY');
  // Locking is Apex's alone. WITH SECURITY_ENFORCED and the modes are too, but the API takes them.
  if (query.for === 'UPDATE') throw malformedAt(text, 'UPDATE', `unexpected token: 'UPDATE'`);
  checkNumbers(query);
  if (hasSemiJoin(query.having))
    throw malformedAt(text, 'HAVING', 'Semi join sub-selects are not allowed in HAVING');
  const selected = query.fields ?? [];
  const isGrouped = query.groupBy !== undefined || selected.some(isAggregateCall);
  if (isGrouped && selected.some(isFieldsCall))
    throw malformedAt(text, 'FIELDS', 'FIELDS() is not allowed with GROUP BY or aggregate functions');
  if (isGrouped && selected.some(({ type }) => type === 'FieldTypeof'))
    throw malformedAt(text, 'TYPEOF', 'TYPEOF is not allowed with GROUP BY or aggregate functions');
}

function checkNumbers(query: QueryBase): void {
  if (query.offset !== undefined && query.offset > MAX_OFFSET) {
    throw new SoqlError('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAX_OFFSET}`);
  }
  if (query.limit !== undefined && query.limit > MAX_LIMIT) {
    throw new SoqlError('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL limit allowed is ${MAX_LIMIT}`);
  }
  for (const field of query.fields ?? []) if (field.type === 'FieldSubquery') checkNumbers(field.subquery);
}
