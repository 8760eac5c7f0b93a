import { refuse } from '../save-error.ts';
import type { ObjectRules, RecordChange } from './object-rules.ts';
import { personRules } from './person-rules.ts';

/** A user has a name like other people, and a username of the form of an e-mail address that nobody else has. */
export const userRules: ObjectRules = {
  derive: (change) => {
    personRules.derive?.(change);
    if (change.row.has('Username')) checkUsername(change);
  },
};

function checkUsername({ row, store, id }: RecordChange): void {
  const username = String(row.get('Username'));
  if (!/^[^\s@]+@[^\s@]+$/.test(username)) {
    const rule = 'The Username must be in the form of an email address (for example, john@acme.com).';
    throw refuse('INVALID_EMAIL_ADDRESS', rule, ['Username']);
  }
  const user = store.catalogue.find('User');
  if (user === undefined) return;
  const others = store.idsBy(user, 'Username', username, 2).filter((other) => other !== id);
  if (others.length > 0) throw refuse('DUPLICATE_USERNAME', 'Duplicate Username.', ['Username']);
}
