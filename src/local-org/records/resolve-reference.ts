import type { FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import { MASTER_RECORD_TYPE } from '../catalogue/record-types.ts';
import { convertValue } from './convert-value.ts';
import type { ParentReference } from './org-database.ts';
import type { RecordStore } from './record-store.ts';
import { invalidCrossReference, refuse } from './save-error.ts';

/**
 * Checks that an id given for a reference field belongs to a live record of an object that the field may point to.
 * @throws `MALFORMED_ID` for an id of another object, `INVALID_CROSS_REFERENCE_KEY` when there is no such record.
 */
export function checkReference(store: RecordStore, field: FieldDescribe, id: string): void {
  const target = store.catalogue.findByKeyPrefix(id.slice(0, 3));
  if (field.referenceTo.length === 0 || id === MASTER_RECORD_TYPE) return;
  if (target === undefined) throw invalidCrossReference([field.name]);
  if (!field.referenceTo.includes(target.name)) {
    throw refuse('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, [
      field.name,
    ]);
  }
  const state = store.state(target, id);
  if (state === 'deleted') throw refuse('ENTITY_IS_DELETED', 'entity is deleted', [field.name]);
  if (state === undefined) throw invalidCrossReference([field.name]);
}

/**
 * The id of the parent that an external id names.
 * @throws `INVALID_FIELD` when nothing has that external id or the field is none, `DUPLICATE_EXTERNAL_ID` when
 * several have it.
 */
export function resolveParent(
  store: RecordStore,
  { child, field }: { readonly child: SObject; readonly field: FieldDescribe },
  reference: ParentReference,
): string {
  const parent = parentObject(store, field, reference);
  const key = parent.field(reference.externalIdField);
  if (key === undefined || !(key.externalId || key.idLookup || key.type === 'id')) {
    throw refuse(
      'INVALID_FIELD',
      `Field name provided, ${reference.externalIdField} is not an External ID or indexed field for ${parent.name}`,
    );
  }
  const found = store.idsBy(parent, key.name, convertValue(key, reference.value), MAX_NAMESAKES);
  const [id, second] = parent.name === 'RecordType' ? found.filter(isTypeOf(store, parent, child)) : found;
  if (id === undefined) {
    throw refuse(
      'INVALID_FIELD',
      `Foreign key external ID: ${reference.value} not found for field ${key.name} in entity ${parent.name}`,
    );
  }
  if (second !== undefined) {
    throw refuse(
      'DUPLICATE_EXTERNAL_ID',
      `${key.name}: more than one record found for external id field: [${id}, ${second}]`,
    );
  }
  return id;
}

/** Enough for the record types of all objects that share a name. */
const MAX_NAMESAKES = 100;

function isTypeOf(store: RecordStore, recordType: SObject, child: SObject): (id: string) => boolean {
  return (id) => store.row(recordType, id)?.['SobjectType'] === child.name;
}

function parentObject(store: RecordStore, field: FieldDescribe, reference: ParentReference): SObject {
  const name = reference.objectType ?? (field.referenceTo.length === 1 ? field.referenceTo[0] : undefined);
  const parent = name === undefined ? undefined : store.catalogue.find(name);
  if (parent === undefined || !field.referenceTo.includes(parent.name)) {
    throw refuse(
      'INVALID_FIELD',
      `The relationship ${field.relationshipName ?? field.name} needs the type of its object: ${field.referenceTo.join(', ')}`,
    );
  }
  return parent;
}
