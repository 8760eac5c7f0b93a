import { compoundTypes } from '../schema/field-schema.ts';
import type { FieldDescribe } from '../schema/sobject-describe.ts';

/** How a literal is written. `unknown` goes by the type of the value; nothing can be compared with `compound`. */
export type LiteralType =
  | 'text'
  | 'number'
  | 'currency'
  | 'integer'
  | 'count'
  | 'boolean'
  | 'id'
  | 'date'
  | 'datetime'
  | 'time'
  | 'compound'
  | 'unknown';

const byFieldType: Readonly<Record<string, LiteralType>> = {
  boolean: 'boolean',
  int: 'integer',
  long: 'integer',
  double: 'number',
  percent: 'number',
  currency: 'currency',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
  id: 'id',
  reference: 'id',
  anyType: 'unknown',
};

/** The kind of literal that a field is compared with. */
export function literalTypeOf(field: FieldDescribe | undefined): LiteralType {
  if (field === undefined) return 'unknown';
  if (compoundTypes.has(field.type)) return 'compound';
  return byFieldType[field.type] ?? 'text';
}

const numbers = { COUNT: 'integer', COUNT_DISTINCT: 'integer', GROUPING: 'integer' } as const;
const dateParts = [
  'CALENDAR_MONTH',
  'CALENDAR_QUARTER',
  'CALENDAR_YEAR',
  'DAY_IN_MONTH',
  'DAY_IN_WEEK',
  'DAY_IN_YEAR',
  'FISCAL_MONTH',
  'FISCAL_QUARTER',
  'FISCAL_YEAR',
  'HOUR_IN_DAY',
  'WEEK_IN_MONTH',
  'WEEK_IN_YEAR',
];

const byFunction: Readonly<Record<string, LiteralType | 'as the field'>> = {
  ...numbers,
  ...Object.fromEntries(dateParts.map((name) => [name, 'integer' as const])),
  SUM: 'number',
  AVG: 'number',
  DISTANCE: 'number',
  DAY_ONLY: 'date',
  TOLABEL: 'text',
  FORMAT: 'text',
  MIN: 'as the field',
  MAX: 'as the field',
  CONVERTCURRENCY: 'as the field',
  CONVERTTIMEZONE: 'as the field',
};

/** The kind of literal that the result of a function is compared with; `as the field` where it keeps the type. */
export function literalTypeOfFunction(name: string): LiteralType | 'as the field' {
  return byFunction[name.toUpperCase()] ?? 'unknown';
}
