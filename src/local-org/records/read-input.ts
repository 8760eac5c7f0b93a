import type { FieldDescribe } from '../catalogue/catalogue.ts';
import { convertValue } from './convert-value.ts';
import { checkOwner } from './check-owner.ts';
import type { InputFields, InputValue, SaveError } from './org-database.ts';
import type { RecordStore, Row } from './record-store.ts';
import { checkReference, resolveParent } from './resolve-reference.ts';
import { noSuchColumn, notWritable, refuse, requiredMissing, SaveRefusal } from './save-error.ts';
import type { Saving } from './saving.ts';
import type { WritePlan } from './write-plan.ts';

/** What the fields are read for. */
export interface ReadInputOptions {
  readonly mode: 'insert' | 'update';
  readonly saving: Saving;
  /** A field (in lower case) that is not written: the id of an update. */
  readonly skip?: string;
}

/** The columns that were given, and everything that is wrong with them. */
export interface ReadFields {
  readonly row: Row;
  readonly problems: SaveError[];
}

/**
 * The columns that the given fields set, checked and converted. Values that do not fit are all reported.
 * @throws {@link SaveRefusal} for fields that do not exist or cannot be written.
 */
export function readInput(
  store: RecordStore,
  plan: WritePlan,
  fields: InputFields,
  { mode, saving, skip = '' }: ReadInputOptions,
): ReadFields {
  const row: Row = new Map();
  const refused: string[] = [];
  const problems: SaveError[] = [];
  const target = { store, plan, row, truncate: saving.options.truncateText === true };
  for (const key in fields) {
    const value = fields[key];
    if (value === undefined || (skip !== '' && key.toLowerCase() === skip)) continue;
    const field = fieldOf(plan, key, value);
    if (mode === 'insert' ? !field.createable : !field.updateable) {
      refused.push(field.name);
      continue;
    }
    try {
      setColumn(target, field, value);
    } catch (error) {
      if (!(error instanceof SaveRefusal)) throw error;
      problems.push(...error.errors);
    }
  }
  if (refused.length > 0) throw notWritable(refused);
  return { row, problems };
}

interface Target {
  readonly store: RecordStore;
  readonly plan: WritePlan;
  readonly row: Row;
  readonly truncate: boolean;
}

/** Writes the value of one field into the row; parents given by external id become ids. */
function setColumn({ store, plan, row, truncate }: Target, field: FieldDescribe, value: InputValue): void {
  if (value === null || value === '') {
    if (!field.nillable && field.type !== 'boolean') throw requiredMissing([field.name]);
    row.set(field.name, field.type === 'boolean' ? 0 : null);
  } else if (typeof value === 'object') {
    const parent = resolveParent(store, { child: plan.sobject, field }, value);
    if (field.name === 'OwnerId') checkOwner(store, plan.sobject, parent);
    row.set(field.name, parent);
  } else if (field.type === 'base64') {
    row.set(field.name, storeBlob(store, field, value));
  } else {
    const converted = convertValue(field, value, truncate);
    if (field.type === 'reference' && typeof converted === 'string') {
      checkReference(store, field, converted);
      if (field.name === 'OwnerId') checkOwner(store, plan.sobject, converted);
    }
    row.set(field.name, converted);
  }
}

/** Contents come as base64 text, or as what the store gave for a file that was sent as bytes. */
function storeBlob({ blobs }: RecordStore, field: FieldDescribe, value: string | number | boolean): string {
  if (typeof value === 'string' && blobs.has(value)) return value;
  const text = String(value).replace(/\s+/g, '');
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return blobs.put(Buffer.from(text, 'base64'));
  throw refuse('INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.label}: value not of required type: not base64`, [
    field.name,
  ]);
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
