import type { SqlValue } from '../records/column.ts';

/** A stored value as REST shows it: booleans, numbers, `2018-12-10T17:50:19.000+0000`. */
export function jsonValue(type: string, value: SqlValue): unknown {
  if (value === null) return null;
  if (type === 'boolean') return value === 1;
  if (type === 'datetime') return new Date(Number(value)).toISOString().replace('Z', '+0000');
  return value;
}

/** A stored value as a Bulk result file shows it: null is empty, doubles have a decimal point, dateTimes end in Z. */
export function bulkText(type: string, value: SqlValue): string {
  if (value === null) return '';
  switch (type) {
    case 'boolean':
      return value === 1 ? 'true' : 'false';
    case 'datetime':
      return new Date(Number(value)).toISOString();
    case 'double':
    case 'currency':
    case 'percent':
      return Number.isInteger(value) ? `${value}.0` : String(value);
    default:
      return String(value);
  }
}
