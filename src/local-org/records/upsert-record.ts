import { convertValue } from './convert-value.ts';
import type { InputFields, InputValue, SaveResult } from './org-database.ts';
import { parseRecordId } from './record-id.ts';
import type { RecordStore } from './record-store.ts';
import { insertRecord, updateLiveRecord, updateRecord } from './save-record.ts';
import { refuse } from './save-error.ts';
import type { Saving } from './saving.ts';

/**
 * Creates or changes the record with this external id. Matching ignores case unless the field is case-sensitive.
 * @throws {@link SaveRefusal} `INVALID_FIELD` when the field is no external id, `MISSING_ARGUMENT` when the value is
 * missing, `DUPLICATE_EXTERNAL_ID` when several records match, and whatever create or update refuse.
 */
export function upsertRecord(
  store: RecordStore,
  target: { readonly object: string; readonly externalIdField: string },
  fields: InputFields,
  saving: Saving,
): SaveResult {
  const { sobject } = store.plan(target.object);
  const key = sobject.field(target.externalIdField);
  if (key === undefined || !(key.externalId || key.idLookup || key.type === 'id')) {
    throw refuse(
      'INVALID_FIELD',
      `Field name provided, ${target.externalIdField} is not an External ID or indexed field for ${sobject.name}`,
    );
  }
  const { value, rest } = split(fields, key.name);
  if (key.type === 'id') return upsertById(store, { object: sobject.name, value }, rest, saving);
  if (value === undefined || value === null || value === '' || typeof value === 'object') {
    throw refuse('MISSING_ARGUMENT', `${key.name} not specified`);
  }
  const [id, second] = store.idsBy(sobject, key.name, convertValue(key, value), 2);
  if (second !== undefined && id !== undefined) {
    throw refuse(
      'DUPLICATE_EXTERNAL_ID',
      `${key.name}: more than one record found for external id field: [${id}, ${second}]`,
    );
  }
  if (id === undefined) {
    const written = key.createable ? { ...rest, [key.name]: value } : rest;
    return { success: true, id: insertRecord(store, sobject.name, written, saving), created: true };
  }
  const changed = key.updateable ? { ...rest, [key.name]: value } : rest;
  updateLiveRecord(store, { object: sobject.name, id }, changed, saving);
  return { success: true, id, created: false };
}

function upsertById(
  store: RecordStore,
  target: { readonly object: string; readonly value: InputValue | undefined },
  rest: InputFields,
  saving: Saving,
): SaveResult {
  const { object, value } = target;
  if (value === undefined || value === null || value === '') {
    return { success: true, id: insertRecord(store, object, rest, saving), created: true };
  }
  const id = typeof value === 'string' ? parseRecordId(value) : undefined;
  if (id === undefined)
    throw refuse(
      'MALFORMED_ID',
      `${object} ID: id value of incorrect type: ${typeof value === 'object' ? '' : String(value)}`,
      ['Id'],
    );
  updateRecord(store, { object, id }, rest, saving);
  return { success: true, id, created: false };
}

function split(fields: InputFields, key: string): { value: InputValue | undefined; rest: InputFields } {
  const lower = key.toLowerCase();
  const own = Object.keys(fields).find((name) => name.toLowerCase() === lower);
  if (own === undefined) return { value: undefined, rest: fields };
  const { [own]: value, ...rest } = fields;
  return { value, rest };
}
