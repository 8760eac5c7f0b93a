import type { ObjectRules } from './object-rules.ts';

/** The Name of a person is made of first and last name. */
export const personRules: ObjectRules = {
  derive: (change) => {
    if (!change.row.has('FirstName') && !change.row.has('LastName')) return;
    const parts = [change.read('FirstName'), change.read('LastName')];
    change.row.set('Name', parts.filter((part) => part !== null && part !== '').join(' '));
  },
};
