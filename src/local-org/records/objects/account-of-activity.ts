import type { SqlValue } from '../column.ts';
import type { RecordChange } from './object-rules.ts';

/** The account that an activity belongs to: what it is about, that one's account, or the account of the person. */
export function accountOfActivity(change: RecordChange): SqlValue {
  const { store } = change;
  return accountOf(store, change.read('WhatId')) ?? accountOf(store, change.read('WhoId'));
}

function accountOf(store: RecordChange['store'], id: SqlValue): SqlValue {
  if (typeof id !== 'string') return null;
  const object = store.catalogue.findByKeyPrefix(id.slice(0, 3));
  if (object === undefined) return null;
  if (object.name === 'Account') return id;
  return object.field('AccountId') === undefined ? null : (store.row(object, id)?.['AccountId'] ?? null);
}
