import type { ObjectRules } from './object-rules.ts';

/** A service contract ends so many months after its start as its term says, less a day. */
export const serviceContractRules: ObjectRules = {
  derive: (change) => {
    const { row } = change;
    if (row.has('EndDate') || !(row.has('StartDate') || row.has('Term'))) return;
    const [start, term] = [change.read('StartDate'), change.read('Term')];
    if (typeof start !== 'string' || typeof term !== 'number') return;
    const end = new Date(`${start}T00:00:00Z`);
    end.setUTCMonth(end.getUTCMonth() + term);
    end.setUTCDate(end.getUTCDate() - 1);
    row.set('EndDate', end.toISOString().slice(0, 10));
  },
};
