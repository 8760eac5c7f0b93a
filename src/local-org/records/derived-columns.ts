import type { SqlValue } from './column.ts';
import type { RecordStore, Row } from './record-store.ts';
import type { Saving } from './saving.ts';
import type { WritePlan } from './write-plan.ts';

/** A row on its way into its table. */
export interface RecordWrite {
  readonly plan: WritePlan;
  readonly row: Row;
  readonly saving: Saving;
  /** `undefined` on insert. */
  readonly id: string | undefined;
}

const nothing: readonly ((id: string) => void)[] = [];

/**
 * Has the object's own rules set the columns that follow from others, and gives what they want done once the row is
 * written.
 * @param addRecord creates a record that goes with this one.
 * @throws SaveRefusal when the object's rules refuse the row.
 */
export function addDerived(
  store: RecordStore,
  { plan, row, saving, id }: RecordWrite,
  addRecord: (object: string, row: Row) => string,
): readonly ((id: string) => void)[] {
  const derive = plan.objectRules?.derive;
  if (derive === undefined) return nothing;
  let stored: Readonly<Record<string, SqlValue>> | undefined;
  const before = (column: string): SqlValue => {
    if (id === undefined) return null;
    stored ??= store.row(plan.sobject, id) ?? {};
    return stored[column] ?? null;
  };
  const wanted: ((id: string) => void)[] = [];
  derive({
    store,
    operation: id === undefined ? 'insert' : 'update',
    id,
    saving,
    row,
    before,
    read: (column) => (row.has(column) ? (row.get(column) ?? null) : before(column)),
    afterwards: (work) => wanted.push(work),
    addRecord,
  });
  return wanted;
}
