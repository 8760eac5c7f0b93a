import type { SqlValue } from '../records/column.ts';
import { dateOf } from '../records/date-text.ts';
import type { FiscalYear } from './running-user.ts';
import { wallTime } from './time-zone.ts';

const DAY = 86_400_000;

/** Date functions: what they give for a wall time (see {@link wallTime}). Weeks count from the first day of month or year. */
const PARTS: Readonly<Record<string, (date: Date, year: FiscalYear) => number | string>> = {
  CALENDAR_MONTH: (date) => date.getUTCMonth() + 1,
  CALENDAR_QUARTER: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  CALENDAR_YEAR: (date) => date.getUTCFullYear(),
  DAY_IN_MONTH: (date) => date.getUTCDate(),
  DAY_IN_WEEK: (date) => date.getUTCDay() + 1,
  DAY_IN_YEAR: dayInYear,
  DAY_ONLY: (date) => dateOf(date.getTime()),
  FISCAL_MONTH: (date, year) => fiscalMonth(date, year) + 1,
  FISCAL_QUARTER: (date, year) => Math.floor(fiscalMonth(date, year) / 3) + 1,
  FISCAL_YEAR: (date, year) => {
    const startYear = date.getUTCFullYear() - (date.getUTCMonth() + 1 < year.fiscalStart ? 1 : 0);
    return year.isNamedByStart || year.fiscalStart === 1 ? startYear : startYear + 1;
  },
  HOUR_IN_DAY: (date) => date.getUTCHours(),
  WEEK_IN_MONTH: (date) => Math.floor((date.getUTCDate() - 1) / 7) + 1,
  WEEK_IN_YEAR: (date) => Math.floor((dayInYear(date) - 1) / 7) + 1,
};

/** Whether there is such a date function; upper case. */
export function isDateFunction(name: string): boolean {
  return Object.hasOwn(PARTS, name);
}

/**
 * The value of a date function.
 * @param value a stored date or dateTime
 * @param zone time zone for dateTimes
 */
export function datePart(name: string, value: SqlValue, zone: string, year: FiscalYear): SqlValue {
  if (value === null) return null;
  const wall = typeof value === 'string' ? Date.parse(value) : wallTime(zone, value);
  return Number.isFinite(wall) ? (PARTS[name]?.(new Date(wall), year) ?? null) : null;
}

function fiscalMonth(date: Date, { fiscalStart }: FiscalYear): number {
  return (date.getUTCMonth() + 13 - fiscalStart) % 12;
}

function dayInYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY) + 1;
}
