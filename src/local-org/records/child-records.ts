import type { ChildRelationship, FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import { isStored, quoteName } from './column.ts';
import type { RecordStore } from './record-store.ts';

/** What becomes of children when their parent is deleted. */
export type ChildFate = 'cascade' | 'restrict' | 'clear';

/** A reference field of another object that may point to records of this one. */
export interface ChildField {
  readonly child: SObject;
  readonly field: FieldDescribe;
  readonly fate: ChildFate;
}

/** The fields that records of this org may point to the object with. Objects that never had a record are left out. */
export function childFields(store: RecordStore, sobject: SObject): ChildField[] {
  return sobject.describe.childRelationships.flatMap((relationship) => {
    if (!store.tables.has(relationship.childSObject)) return [];
    const child = store.catalogue.find(relationship.childSObject);
    const field = child?.field(relationship.field);
    if (child === undefined || field?.type !== 'reference' || !isStored(child.name, field)) return [];
    const fate = fateOf(relationship, field);
    return fate === undefined ? [] : [{ child, field, fate }];
  });
}

/** `undefined`: what cannot be empty keeps pointing to where nothing is. */
function fateOf(relationship: ChildRelationship, field: FieldDescribe): ChildFate | undefined {
  if (relationship.cascadeDelete) return 'cascade';
  if (relationship.restrictedDelete === true) return 'restrict';
  return field.nillable ? 'clear' : undefined;
}

/** Ids of the records whose field points to the parent. */
export function childIds(
  store: RecordStore,
  { child, field }: ChildField,
  parentId: string,
  which: 'live' | 'all',
): string[] {
  const live = which === 'live' ? ' AND "IsDeleted" = 0' : '';
  const sql = `SELECT "Id" AS id FROM ${store.tables.ensure(child)} WHERE ${quoteName(field.name)} = ?${live}`;
  return store.tables
    .statement(sql)
    .all(parentId)
    .map((row) => String(row['id']));
}
