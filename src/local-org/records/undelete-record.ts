import type { SObject } from '../catalogue/catalogue.ts';
import { wholeSeconds } from './date-text.ts';
import type { Actor } from './org-database.ts';
import { parseRecordId } from './record-id.ts';
import type { RecordStore, Row } from './record-store.ts';
import type { ClearedReference } from './recycle-bin.ts';
import { invalidCrossReference, refuse } from './save-error.ts';
import { checkUnique } from './unique-values.ts';

/**
 * Takes a record, and what was deleted together with it, out of the recycle bin and gives its id. References that
 * the delete cleared are set again where nobody set them in the meantime.
 * @throws {@link SaveRefusal} `MALFORMED_ID`, `INVALID_CROSS_REFERENCE_KEY`, `UNDELETE_FAILED` for a record that was
 * not deleted or went along with another one, `DUPLICATE_VALUE` when its unique value was given away.
 */
export function undeleteRecord(store: RecordStore, given: string, actor: Actor): string {
  const id = parseRecordId(given);
  const sobject = id === undefined ? undefined : store.catalogue.findByKeyPrefix(id.slice(0, 3));
  if (id === undefined || sobject === undefined) throw refuse('MALFORMED_ID', `bad id ${given}`, ['Id']);
  store.bin.purge(store.now());
  const state = store.state(sobject, id);
  if (state === undefined) throw invalidCrossReference();
  if (state === 'live' || store.bin.rootOf(id) !== id)
    throw refuse('UNDELETE_FAILED', 'Entity is not in the recycle bin');
  store.askFaults({ operation: 'undelete', object: sobject.name, id });
  const { ids, cleared } = store.bin.takeBack(id);
  for (const one of ids) {
    const object = store.catalogue.findByKeyPrefix(one.slice(0, 3));
    if (object !== undefined) restore(store, object, one, actor);
  }
  for (const reference of cleared) setAgain(store, reference);
  return id;
}

function restore(store: RecordStore, sobject: SObject, id: string, actor: Actor): void {
  const plan = store.plan(sobject.name);
  const stored = store.row(sobject, id);
  if (stored === undefined) return;
  const values: Row = new Map(plan.unique.map(({ name }) => [name, stored[name] ?? null]));
  checkUnique(store, { plan, row: values, id, saving: { actor, options: {} } });
  const now = wholeSeconds(store.now());
  const row: Row = new Map<string, string | number>([
    ['IsDeleted', 0],
    ['SystemModstamp', now],
    ['LastModifiedDate', now],
    ['LastModifiedById', actor.userId],
  ]);
  for (const column of row.keys()) if (column !== 'IsDeleted' && !plan.has(column)) row.delete(column);
  store.updateRow(sobject, id, row);
}

function setAgain(store: RecordStore, { object, id, field, target }: ClearedReference): void {
  const sobject = store.catalogue.find(object);
  if (sobject === undefined || store.row(sobject, id)?.[field] !== null) return;
  store.updateRow(sobject, id, new Map([[field, target]]));
}
