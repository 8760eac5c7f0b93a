import { SoqlError } from '../org-database.ts';
import type { RecordStore } from '../record-store.ts';
import type { RecordCondition } from '../../soql/record-condition.ts';

/** What a query with the condition would be refused for, on one line; nothing when it is fine. */
export function conditionProblem(store: RecordStore, condition: RecordCondition): string[] {
  try {
    condition.check(store, { userId: '' });
    return [];
  } catch (error) {
    if (!(error instanceof SoqlError)) throw error;
    return [error.message.trim().split('\n').at(-1) ?? error.errorCode];
  }
}
