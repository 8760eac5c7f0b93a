import type { RecordStore, Row } from './record-store.ts';
import type { SqlValue } from './column.ts';

/** Reads what a column will hold after the save: the new value, or the stored one. */
export type ColumnReader = (column: string) => SqlValue;

/**
 * Sets the columns that follow from others: the compound Name of people, the closed state of cases and tasks.
 * @param read gives the value after the save of any column.
 */
export function applyObjectRules(store: RecordStore, object: string, row: Row, read: ColumnReader): void {
  if ((row.has('FirstName') || row.has('LastName')) && PEOPLE.has(object)) {
    row.set('Name', fullName(read('FirstName'), read('LastName')));
  }
  if (row.has('Status')) applyStatus(store, object, row, read);
  if (object === 'Opportunity' && row.has('StageName')) {
    const stage = String(read('StageName'));
    row.set('IsClosed', /^closed/i.test(stage) ? 1 : 0);
    row.set('IsWon', /^closed won$/i.test(stage) ? 1 : 0);
  }
}

/** Objects whose Name is made of first and last name. */
const PEOPLE = new Set(['Contact', 'Lead', 'User']);

function fullName(first: SqlValue, last: SqlValue): string {
  return [first, last].filter((part) => part !== null && part !== '').join(' ');
}

function applyStatus(store: RecordStore, object: string, row: Row, read: ColumnReader): void {
  const status = String(read('Status'));
  if (object === 'Case') {
    const closed = /^closed/i.test(status);
    if (closed && read('IsClosed') !== 1) row.set('ClosedDate', wholeSeconds(store.now()));
    if (!closed) row.set('ClosedDate', null);
    row.set('IsClosed', closed ? 1 : 0);
  } else if (object === 'Task') {
    row.set('IsClosed', /^completed$/i.test(status) ? 1 : 0);
  }
}

/** Salesforce keeps no fractions of seconds. */
export function wholeSeconds(ms: number): number {
  return ms - (ms % 1000);
}
