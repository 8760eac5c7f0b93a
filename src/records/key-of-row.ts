import type { FieldDescribe } from '../schema/sobject-describe.ts';

/** The key of a record that is named by its id: 15 or 18 characters are the same record. */
export function keyOfId(id: string): string {
  return id.slice(0, 15);
}

/**
 * The key of a record that is named by an external id, compared as the org does: without regard to case, unless the
 * field is case-sensitive.
 */
export function keyOfExternalId(value: unknown, field: FieldDescribe | undefined): string {
  const text = String(value);
  if (field?.type === 'id' || field?.type === 'reference') return keyOfId(text);
  return field?.caseSensitive === true ? text : text.toLowerCase();
}
