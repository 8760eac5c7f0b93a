import type { SqlValue } from '../column.ts';
import type { RecordStore, Row } from '../record-store.ts';
import type { Saving } from '../saving.ts';

/** What an object does by itself when its records are saved. One file an object, listed in `rules-of-objects.ts`. */
export interface ObjectRules {
  /**
   * Called before a row is written, on every insert and update. Sets the columns that follow from others, or throws
   * a SaveRefusal. Validation and duplicate rules of a schema file run afterwards.
   */
  readonly derive?: (change: RecordChange) => void;
  /** Called before a record goes into the recycle bin or for good; throws a SaveRefusal when it must stay. */
  readonly beforeDelete?: (store: RecordStore, id: string) => void;
}

/** A row about to be written. */
export interface RecordChange {
  readonly store: RecordStore;
  readonly operation: 'insert' | 'update';
  /** `undefined` on insert. */
  readonly id: string | undefined;
  readonly saving: Saving;
  /** The columns that the save sets; more can be set, and some taken away. */
  readonly row: Row;
  /** What a column will hold after the save: the new value, or the stored one. */
  read(column: string): SqlValue;
  /** What a column held before the save; null on insert. */
  before(column: string): SqlValue;
  /** Has work done once the row is there. */
  afterwards(work: (id: string) => void): void;
  /** Creates a record that goes with this one, past validation; gives its id. */
  addRecord(object: string, row: Row): string;
}
