import type { SObject } from '../catalogue/catalogue.ts';
import { quoteName } from './column.ts';
import { wholeSeconds } from './date-text.ts';
import { RULES_OF_OBJECTS } from './objects/rules-of-objects.ts';
import type { Actor } from './org-database.ts';
import { parseRecordId } from './record-id.ts';
import type { RecordStore } from './record-store.ts';
import { entityIsDeleted, invalidCrossReference, refuse } from './save-error.ts';

/** What happens to the rows: into the recycle bin, or gone. */
export type DeleteMode = 'soft' | 'hard';

/**
 * Deletes a record with its cascade and gives its id.
 * @throws {@link SaveRefusal} `MALFORMED_ID`, `INVALID_CROSS_REFERENCE_KEY`, `ENTITY_IS_DELETED`,
 * `INSUFFICIENT_ACCESS_OR_READONLY`.
 */
export function deleteRecord(store: RecordStore, given: string, mode: DeleteMode, actor: Actor): string {
  const id = parseRecordId(given);
  const sobject = id === undefined ? undefined : store.catalogue.findByKeyPrefix(id.slice(0, 3));
  if (id === undefined || sobject === undefined) throw refuse('MALFORMED_ID', `bad id ${given}`, ['Id']);
  if (!sobject.describe.deletable)
    throw refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', ['Id']);
  const state = store.state(sobject, id);
  if (state === undefined) throw invalidCrossReference();
  if (state === 'deleted' && mode === 'soft') throw entityIsDeleted(id);
  store.askFaults({ operation: 'delete', object: sobject.name, id });
  cascade(store, sobject, id, { mode, actor });
  return id;
}

function cascade(
  store: RecordStore,
  sobject: SObject,
  id: string,
  how: { mode: DeleteMode; actor: Actor },
): void {
  RULES_OF_OBJECTS[sobject.name]?.beforeDelete?.(store, id);
  markDeleted(store, sobject, id, how);
  for (const child of sobject.describe.childRelationships) {
    if (!child.cascadeDelete) continue;
    const childObject = store.catalogue.find(child.childSObject);
    const field = childObject?.field(child.field);
    if (childObject === undefined || field === undefined) continue;
    for (const childId of childIds(store, childObject, field.name, { id, mode: how.mode }))
      cascade(store, childObject, childId, how);
  }
}

function childIds(
  store: RecordStore,
  child: SObject,
  field: string,
  parent: { id: string; mode: DeleteMode },
): string[] {
  const table = store.tables.ensure(child);
  const live = parent.mode === 'soft' ? ' AND "IsDeleted" = 0' : '';
  const sql = `SELECT "Id" AS id FROM ${table} WHERE ${quoteName(field)} = ?${live}`;
  return store.tables
    .statement(sql)
    .all(parent.id)
    .map((row) => String(row['id']));
}

function markDeleted(
  store: RecordStore,
  sobject: SObject,
  id: string,
  how: { mode: DeleteMode; actor: Actor },
): void {
  const table = store.tables.ensure(sobject);
  // Objects without IsDeleted have no recycle bin.
  if (how.mode === 'hard' || sobject.field('IsDeleted') === undefined) {
    store.tables.statement(`DELETE FROM ${table} WHERE "Id" = ?`).run(id);
    return;
  }
  const plan = store.plan(sobject.name);
  const now = wholeSeconds(store.now());
  const row = new Map<string, string | number>([['IsDeleted', 1]]);
  if (plan.has('SystemModstamp')) row.set('SystemModstamp', now);
  if (plan.has('LastModifiedDate')) row.set('LastModifiedDate', now);
  if (plan.has('LastModifiedById')) row.set('LastModifiedById', how.actor.userId);
  store.updateRow(sobject, id, row);
}
