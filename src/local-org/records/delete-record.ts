import type { SObject } from '../catalogue/catalogue.ts';
import { childFields, childIds, type ChildField } from './child-records.ts';
import { wholeSeconds } from './date-text.ts';
import { RULES_OF_OBJECTS } from './objects/rules-of-objects.ts';
import type { Actor } from './org-database.ts';
import { parseRecordId } from './record-id.ts';
import type { RecordStore } from './record-store.ts';
import { entityIsDeleted, invalidCrossReference, refuse } from './save-error.ts';

/** What happens to the rows: into the recycle bin, or gone. */
export type DeleteMode = 'soft' | 'hard';

/** One delete with everything that it takes along. */
interface Deletion {
  readonly mode: DeleteMode;
  readonly actor: Actor;
  /** The record that was asked for. */
  readonly root: string;
}

/**
 * Deletes a record with its cascade, clears the references to what is gone, and gives its id.
 * @throws {@link SaveRefusal} `MALFORMED_ID`, `INVALID_CROSS_REFERENCE_KEY`, `ENTITY_IS_DELETED`,
 * `INSUFFICIENT_ACCESS_OR_READONLY`, `DELETE_FAILED` when other records hold on to it.
 */
export function deleteRecord(store: RecordStore, given: string, mode: DeleteMode, actor: Actor): string {
  const id = parseRecordId(given);
  const sobject = id === undefined ? undefined : store.catalogue.findByKeyPrefix(id.slice(0, 3));
  if (id === undefined || sobject === undefined) throw refuse('MALFORMED_ID', `bad id ${given}`, ['Id']);
  if (!sobject.describe.deletable)
    throw refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', ['Id']);
  store.bin.purge(store.now());
  const state = store.state(sobject, id);
  if (state === undefined) throw invalidCrossReference();
  if (state === 'deleted' && mode === 'soft') throw entityIsDeleted(id);
  store.askFaults({ operation: 'delete', object: sobject.name, id });
  cascade(store, sobject, id, { mode, actor, root: id });
  return id;
}

function cascade(store: RecordStore, sobject: SObject, id: string, deletion: Deletion): void {
  RULES_OF_OBJECTS[sobject.name]?.beforeDelete?.(store, id);
  const fields = childFields(store, sobject);
  for (const field of fields) if (field.fate === 'restrict') refuseHeld(store, sobject, id, field);
  markDeleted(store, sobject, id, deletion);
  for (const field of fields) {
    if (field.fate === 'cascade') {
      const which = deletion.mode === 'soft' ? 'live' : 'all';
      for (const childId of childIds(store, field, id, which)) cascade(store, field.child, childId, deletion);
    } else if (field.fate === 'clear') clear(store, field, id, deletion);
  }
}

function refuseHeld(store: RecordStore, sobject: SObject, id: string, field: ChildField): void {
  const held = childIds(store, field, id, 'live');
  if (held.length === 0) return;
  const { child } = field;
  const nameOf = (of: SObject, one: string): string =>
    String(store.row(of, one)?.[of.nameField?.name ?? 'Id'] ?? one);
  const names = held.map((one) => nameOf(child, one)).join(', ');
  const kind = String(child.describe['labelPlural']).toLowerCase();
  throw refuse(
    'DELETE_FAILED',
    `Your attempt to delete ${nameOf(sobject, id)} could not be completed because it is associated with the following ${kind}.: ${names}`,
  );
}

function clear(store: RecordStore, field: ChildField, target: string, { mode, root }: Deletion): void {
  const { name } = field.field;
  for (const id of childIds(store, field, target, 'live')) {
    store.updateRow(field.child, id, new Map([[name, null]]));
    if (mode === 'soft') store.bin.noteCleared(root, { object: field.child.name, id, field: name, target });
  }
}

function markDeleted(store: RecordStore, sobject: SObject, id: string, deletion: Deletion): void {
  const table = store.tables.ensure(sobject);
  // Objects without IsDeleted have no recycle bin.
  if (deletion.mode === 'hard' || sobject.field('IsDeleted') === undefined) {
    store.tables.statement(`DELETE FROM ${table} WHERE "Id" = ?`).run(id);
    store.bin.forget(id);
    return;
  }
  const plan = store.plan(sobject.name);
  const now = wholeSeconds(store.now());
  const row = new Map<string, string | number>([['IsDeleted', 1]]);
  if (plan.has('SystemModstamp')) row.set('SystemModstamp', now);
  if (plan.has('LastModifiedDate')) row.set('LastModifiedDate', now);
  if (plan.has('LastModifiedById')) row.set('LastModifiedById', deletion.actor.userId);
  store.updateRow(sobject, id, row);
  store.bin.put(id, deletion.root, store.now());
}
