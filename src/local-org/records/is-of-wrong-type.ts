import type { FieldDescribe } from '../catalogue/catalogue.ts';
import { convertValue } from './convert-value.ts';
import type { InputValue } from './org-database.ts';
import { SaveRefusal } from './save-error.ts';

const types = new Set(['boolean', 'int', 'double', 'currency', 'percent', 'date', 'datetime', 'time']);

/** Whether not every text is a value of the field's type. */
export function isTyped({ type }: FieldDescribe): boolean {
  return types.has(type);
}

/** Whether a value cannot even be read as the field's type: what Salesforce finds out before it looks at the record. */
export function isOfWrongType(field: FieldDescribe, value: InputValue): boolean {
  if (value === null || typeof value === 'object' || !isTyped(field)) return false;
  try {
    convertValue(field, value);
    return false;
  } catch (error) {
    if (!(error instanceof SaveRefusal)) throw error;
    return error.errors.some(({ statusCode }) => statusCode === 'INVALID_TYPE_ON_FIELD_IN_RECORD');
  }
}
