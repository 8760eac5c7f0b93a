import type { FieldDescribe } from '../catalogue/catalogue.ts';
import { convertValue } from './convert-value.ts';
import type { InputFields, InputValue } from './org-database.ts';
import type { RecordStore, Row } from './record-store.ts';
import { checkReference, resolveParent } from './resolve-reference.ts';
import { noSuchColumn, notWritable, requiredMissing, SaveRefusal } from './save-error.ts';
import type { WritePlan } from './write-plan.ts';

/**
 * The columns that the given fields set, checked and converted.
 * @param skip a field (in lower case) that is not written: the id of an update.
 * @throws {@link SaveRefusal} with the first problem Salesforce would name; conversion problems all at once.
 */
export function readInput(
  store: RecordStore,
  plan: WritePlan,
  fields: InputFields,
  mode: 'insert' | 'update',
  skip = '',
): Row {
  const row: Row = new Map();
  const refused: string[] = [];
  const problems: SaveRefusal[] = [];
  for (const key in fields) {
    const value = fields[key];
    if (value === undefined || (skip !== '' && key.toLowerCase() === skip)) continue;
    const field = fieldOf(plan, key, value);
    if (mode === 'insert' ? !field.createable : !field.updateable) {
      refused.push(field.name);
      continue;
    }
    try {
      setColumn(store, row, field, value);
    } catch (error) {
      if (!(error instanceof SaveRefusal)) throw error;
      problems.push(error);
    }
  }
  if (refused.length > 0) throw notWritable(refused);
  if (problems.length > 0) throw new SaveRefusal(problems.flatMap((problem) => problem.errors));
  return row;
}

/** Writes the value of one field into the row; parents given by external id become ids. */
function setColumn(store: RecordStore, row: Row, field: FieldDescribe, value: InputValue): void {
  if (value === null || value === '') {
    if (!field.nillable && field.type !== 'boolean') throw requiredMissing([field.name]);
    row.set(field.name, field.type === 'boolean' ? 0 : null);
  } else if (typeof value === 'object') {
    row.set(field.name, resolveParent(store, field, value));
  } else {
    const converted = convertValue(field, value);
    if (field.type === 'reference' && typeof converted === 'string') checkReference(store, field, converted);
    row.set(field.name, converted);
  }
}

function fieldOf(plan: WritePlan, key: string, value: InputValue): FieldDescribe {
  const cacheKey = value !== null && typeof value === 'object' ? `${key}.` : key;
  let field = plan.keys.get(cacheKey);
  if (field === undefined) {
    field = cacheKey === key ? plan.sobject.field(key) : plan.sobject.parentRelationship(key);
    if (field === undefined) throw noSuchColumn(key, plan.sobject.name);
    plan.keys.set(cacheKey, field);
  }
  return field;
}
