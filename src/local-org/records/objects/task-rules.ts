import type { ObjectRules } from './object-rules.ts';

/** A task is closed by its status. */
export const taskRules: ObjectRules = {
  derive: (change) => {
    if (change.row.has('Status'))
      change.row.set('IsClosed', /^completed$/i.test(String(change.read('Status'))) ? 1 : 0);
  },
};
