import type { ObjectRules } from './object-rules.ts';

/** An opportunity is closed, and won, by its stage. */
export const opportunityRules: ObjectRules = {
  derive: (change) => {
    if (!change.row.has('StageName')) return;
    const stage = String(change.read('StageName'));
    change.row.set('IsClosed', /^closed/i.test(stage) ? 1 : 0);
    change.row.set('IsWon', /^closed won$/i.test(stage) ? 1 : 0);
  },
};
