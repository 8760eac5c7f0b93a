import type { ObjectRules } from './object-rules.ts';

/** A group without a developer name gets one made of its name. */
export const groupRules: ObjectRules = {
  derive: ({ operation, row }) => {
    if (operation === 'insert' && row.get('DeveloperName') == null)
      row.set('DeveloperName', String(row.get('Name') ?? '').replace(/\W+/g, '_'));
  },
};
