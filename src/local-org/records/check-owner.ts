import type { SObject } from '../catalogue/catalogue.ts';
import type { RecordStore } from './record-store.ts';
import { refuse } from './save-error.ts';

/**
 * Checks that a user or group, which exists, may own records of the object.
 * @throws SaveRefusal `INACTIVE_OWNER_OR_USER` for a user who is not active, `INVALID_OPERATION` for a group that is
 * no queue of the object.
 */
export function checkOwner(store: RecordStore, sobject: SObject, ownerId: string): void {
  const owners = store.catalogue.findByKeyPrefix(ownerId.slice(0, 3));
  if (owners?.name === 'User' && store.row(owners, ownerId)?.['IsActive'] === 0) {
    throw refuse(
      'INACTIVE_OWNER_OR_USER',
      `operation performed with inactive user [${ownerId}] as owner of ${sobject.describe.label.toLowerCase()}`,
    );
  }
  if (owners?.name === 'Group' && !isQueueOf(store, sobject, ownerId)) {
    throw refuse('INVALID_OPERATION', 'Queue not associated with this SObject type', ['OwnerId']);
  }
}

function isQueueOf(store: RecordStore, sobject: SObject, groupId: string): boolean {
  const queueSobject = store.catalogue.find('QueueSobject');
  if (queueSobject === undefined) return true;
  const table = store.tables.ensure(queueSobject);
  const sql = `SELECT 1 FROM ${table} WHERE "QueueId" = ? AND "SobjectType" = ? AND "IsDeleted" = 0`;
  return store.tables.statement(sql).get(groupId, sobject.name) !== undefined;
}
