import { computedColumn } from './computed-columns.ts';
import type { FieldDescribe } from '../catalogue/catalogue.ts';

/** What SQLite stores. `datetime` is a number: milliseconds since 1970, whole seconds. */
export type SqlValue = string | number | null;

/** Double-quoted for SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Types that have no column: they are put together from other fields when read. */
const COMPOUND = new Set(['address', 'location']);

/** Fields of Case that are read from the contact. */
export const CASE_CONTACT_FIELDS: ReadonlyMap<string, string> = new Map([
  ['ContactPhone', 'Phone'],
  ['ContactMobile', 'MobilePhone'],
  ['ContactEmail', 'Email'],
  ['ContactFax', 'Fax'],
]);

/** Whether values of the field are stored under its own name. */
export function isStored(object: string, field: FieldDescribe): boolean {
  if (COMPOUND.has(field.type)) return false;
  if (computedColumn(object, field.name) !== undefined) return false;
  return !(object === 'Case' && CASE_CONTACT_FIELDS.has(field.name));
}

/** The definition of the field's column. Text compares without case, ids and case-sensitive unique fields with. */
export function columnDefinition(field: FieldDescribe): string {
  const name = quoteName(field.name);
  switch (field.type) {
    case 'boolean':
      return `${name} INTEGER NOT NULL DEFAULT 0`;
    case 'int':
    case 'datetime':
      return `${name} INTEGER`;
    case 'double':
    case 'currency':
    case 'percent':
      return `${name} REAL`;
    case 'id':
      return `${name} TEXT PRIMARY KEY NOT NULL`;
    case 'reference':
    case 'date':
    case 'time':
    case 'base64':
      return `${name} TEXT`;
    default:
      return field.unique && field.caseSensitive ? `${name} TEXT` : `${name} TEXT COLLATE NOCASE`;
  }
}

/** Whether records are found or joined by the field often enough for an index. */
export function isIndexed(field: FieldDescribe): boolean {
  if (field.type === 'id') return false;
  if (field.type === 'reference') return field.name !== 'CreatedById' && field.name !== 'LastModifiedById';
  return field.externalId || field.idLookup || field.unique;
}
