import type { FieldDescribe } from './sobject-describe.ts';

/** The writes of Salesforce, in the words of Bulk API 2.0. */
export type WriteOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'hardDelete';

/** Whether the operation may set the field at all. */
export function isWritable(field: FieldDescribe, operation: WriteOperation): boolean {
  switch (operation) {
    case 'insert':
      return field.createable;
    case 'update':
      return field.updateable;
    case 'upsert':
      return field.createable || field.updateable;
    case 'delete':
    case 'hardDelete':
      return false;
  }
}

/** Whether a new record cannot do without a value for the field. */
export function isRequiredOnCreate(field: FieldDescribe): boolean {
  return field.createable && !field.nillable && !field.defaultedOnCreate && field.type !== 'boolean';
}
