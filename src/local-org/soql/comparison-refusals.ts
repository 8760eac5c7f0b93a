import type { FieldDescribe } from '../catalogue/catalogue.ts';
import { SoqlError } from '../records/org-database.ts';

/** The refusal of an operator that fields of this type do not have. */
export function invalidOperator(field: FieldDescribe): SoqlError {
  return new SoqlError(
    'INVALID_QUERY_FILTER_OPERATOR',
    `invalid operator on ${field.type === 'reference' ? 'id' : field.type} field '${field.name}'`,
  );
}

/** The refusal of null behind an operator that compares by size or pattern. */
export function nullCompared(field: FieldDescribe): SoqlError {
  return new SoqlError(
    'INVALID_QUERY_FILTER_OPERATOR',
    `${field.name}: null can only be compared with = and !=`,
  );
}
