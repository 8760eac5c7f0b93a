import { wholeSeconds } from '../date-text.ts';
import { accountOfActivity } from './account-of-activity.ts';
import type { ObjectRules } from './object-rules.ts';

/** A task is closed by its status, and belongs to the account of what it is about. */
export const taskRules: ObjectRules = {
  derive: (change) => {
    const { row, store } = change;
    if (row.has('Status')) {
      const isClosed = /^completed$/i.test(String(change.read('Status')));
      if (isClosed && change.before('IsClosed') !== 1)
        row.set('CompletedDateTime', wholeSeconds(store.now()));
      if (!isClosed) row.set('CompletedDateTime', null);
      row.set('IsClosed', isClosed ? 1 : 0);
    }
    if (row.has('WhatId') || row.has('WhoId')) row.set('AccountId', accountOfActivity(change));
  },
};
