import type { RecordWrite } from './derived-columns.ts';
import type { RecordStore } from './record-store.ts';
import { SaveRefusal } from './save-error.ts';

/**
 * Refuses a parent (account, case, manager) that is the record itself or stands below it.
 * @throws SaveRefusal `CIRCULAR_DEPENDENCY`.
 */
export function checkHierarchy(store: RecordStore, { plan, row, id }: RecordWrite): void {
  for (const field of plan.hierarchies) {
    const seen = new Set<unknown>();
    for (let above = row.get(field); typeof above === 'string' && !seen.has(above);) {
      seen.add(above);
      if (above === id) {
        const message = 'attempt to violate hierarchy constraints';
        throw new SaveRefusal([{ statusCode: 'CIRCULAR_DEPENDENCY', message, fields: [field] }], id);
      }
      above = store.row(plan.sobject, above)?.[field] ?? null;
    }
  }
}
