import type { SqlValue } from '../column.ts';
import { wholeSeconds } from '../date-text.ts';
import type { ObjectRules, RecordChange } from './object-rules.ts';

/** A case is closed by its status; `Comments` of a case becomes a CaseComment. */
export const caseRules: ObjectRules = {
  derive: (change) => {
    if (change.row.has('Status')) close(change);
    if (change.row.has('Comments')) comment(change);
  },
};

function close(change: RecordChange): void {
  const { store, row } = change;
  const closed = /^closed/i.test(String(change.read('Status')));
  if (closed && change.before('IsClosed') !== 1) row.set('ClosedDate', wholeSeconds(store.now()));
  if (!closed) row.set('ClosedDate', null);
  row.set('IsClosed', closed ? 1 : 0);
}

function comment(change: RecordChange): void {
  const body = change.row.get('Comments');
  change.row.delete('Comments');
  if (typeof body !== 'string') return;
  change.afterwards((id) => {
    change.addRecord(
      'CaseComment',
      new Map<string, SqlValue>([
        ['ParentId', id],
        ['CommentBody', body],
      ]),
    );
  });
}
