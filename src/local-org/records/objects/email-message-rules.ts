import { wholeSeconds } from '../date-text.ts';
import { refuse } from '../save-error.ts';
import type { ObjectRules, RecordChange } from './object-rules.ts';

/** `EmailMessage.Status` of a draft. */
const draft = '5';

/** An e-mail of a case belongs to it by both lookups; once it is no draft, it stays as it is. */
export const emailMessageRules: ObjectRules = {
  derive: (change) => {
    if (change.operation === 'update') requireDraft(change);
    const { row, store } = change;
    const parent = row.get('ParentId');
    if (parent != null && change.read('RelatedToId') === null) row.set('RelatedToId', parent);
    if (change.operation === 'insert' && row.get('MessageDate') == null)
      row.set('MessageDate', wholeSeconds(store.now()));
  },
};

function requireDraft(change: RecordChange): void {
  if (change.before('Status') === draft) return;
  throw refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'Only e-mail messages that are drafts can be changed', []);
}
