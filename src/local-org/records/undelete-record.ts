import { wholeSeconds } from './date-text.ts';
import type { Actor } from './org-database.ts';
import { parseRecordId } from './record-id.ts';
import type { RecordStore, Row } from './record-store.ts';
import { invalidCrossReference, refuse } from './save-error.ts';

/**
 * Takes a record out of the recycle bin and gives its id.
 * @throws {@link SaveRefusal} `MALFORMED_ID`, `INVALID_CROSS_REFERENCE_KEY`, `UNDELETE_FAILED`.
 */
export function undeleteRecord(store: RecordStore, given: string, actor: Actor): string {
  const id = parseRecordId(given);
  const sobject = id === undefined ? undefined : store.catalogue.findByKeyPrefix(id.slice(0, 3));
  if (id === undefined || sobject === undefined) throw refuse('MALFORMED_ID', `bad id ${given}`, ['Id']);
  const state = store.state(sobject, id);
  if (state === undefined) throw invalidCrossReference();
  if (state === 'live') throw refuse('UNDELETE_FAILED', 'Entity is not in the recycle bin');
  store.askFaults({ operation: 'undelete', object: sobject.name, id });
  const now = wholeSeconds(store.now());
  const row: Row = new Map<string, string | number>([
    ['IsDeleted', 0],
    ['SystemModstamp', now],
    ['LastModifiedDate', now],
    ['LastModifiedById', actor.userId],
  ]);
  const plan = store.plan(sobject.name);
  for (const column of row.keys()) if (!plan.has(column)) row.delete(column);
  store.updateRow(sobject, id, row);
  return id;
}
