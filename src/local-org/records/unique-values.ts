import type { RecordWrite } from './derived-columns.ts';
import type { RecordStore } from './record-store.ts';
import { SaveRefusal } from './save-error.ts';

/**
 * Checks the unique fields of a row against the live records. Records in the recycle bin hold no values.
 * @throws {@link SaveRefusal} `DUPLICATE_VALUE`, once for each field.
 */
export function checkUnique(store: RecordStore, { plan, row, id: own }: RecordWrite): void {
  if (plan.unique.length === 0) return;
  const errors = plan.unique.flatMap((field) => {
    const value = row.get(field.name);
    if (value === undefined || value === null) return [];
    const other = store.idsBy(plan.sobject, field.name, value, 2).find((id) => id !== own);
    if (other === undefined) return [];
    const message = `duplicate value found: ${field.name} duplicates value on record with id: ${other}`;
    return [{ statusCode: 'DUPLICATE_VALUE', message, fields: [field.name] }];
  });
  if (errors.length > 0) throw new SaveRefusal(errors, own);
}
