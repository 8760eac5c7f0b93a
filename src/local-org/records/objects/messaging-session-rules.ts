import { wholeSeconds } from '../date-text.ts';
import type { ObjectRules } from './object-rules.ts';

/** A messaging session knows when it began and when its status ended it. */
export const messagingSessionRules: ObjectRules = {
  derive: (change) => {
    const { row, store } = change;
    if (change.operation === 'insert' && row.get('StartTime') == null)
      row.set('StartTime', wholeSeconds(store.now()));
    if (row.get('Status') === 'Ended' && change.read('EndTime') === null)
      row.set('EndTime', wholeSeconds(store.now()));
  },
};
