import type { Calendar } from './running-user.ts';

/** Half-open span of time in milliseconds since 1970. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const DAY = 86_400_000;

/** Weeks that start on Sunday, and a fiscal year that is the calendar year. */
const STANDARD: Calendar = { weekStart: 0, fiscalStart: 1 };

/**
 * The span of a date literal (`TODAY`, `LAST_N_DAYS:3`) around `now`; `undefined` for a literal that does not exist.
 * @param now what the user's clock shows, see `wallTime`; the span is told by the same clock.
 */
export function spanOfDateLiteral(literal: string, now: number, calendar = STANDARD): Span | undefined {
  const [name = '', count] = literal.toUpperCase().split(':');
  const today = startOfDay(now);
  const at: Today = { today, calendar };
  if (count === undefined) return FIXED[name]?.(today) ?? namedPeriod(name, at);
  if (!/^\d{1,6}$/.test(count)) return undefined;
  return nDays(name, Number(count), today) ?? nPeriods(name, Number(count), at);
}

/** Whether the literal ends with the present second, where it is about times: `LAST_N_DAYS:3`. */
export function endsNow(literal: string): boolean {
  return /^LAST_(?:N|90)_DAYS/i.test(literal);
}

interface Today {
  /** Start of the day, by the user's clock. */
  readonly today: number;
  readonly calendar: Calendar;
}

const FIXED: Readonly<Record<string, (today: number) => Span>> = {
  YESTERDAY: (today) => days(today, -1, 0),
  TODAY: (today) => days(today, 0, 1),
  TOMORROW: (today) => days(today, 1, 2),
  LAST_90_DAYS: (today) => days(today, -90, 1),
  NEXT_90_DAYS: (today) => days(today, 1, 91),
};

/** `THIS_WEEK`, `LAST_FISCAL_YEAR`, … */
function namedPeriod(name: string, at: Today): Span | undefined {
  const match = /^(LAST|THIS|NEXT)_(WEEK|MONTH|(?:FISCAL_)?(?:QUARTER|YEAR))$/.exec(name);
  if (match === null) return undefined;
  const from = match[1] === 'LAST' ? -1 : match[1] === 'THIS' ? 0 : 1;
  return period(match[2] as Unit, at, from, from + 1);
}

/** LAST_N_DAYS reaches from the start of the day n days ago up to and including today; NEXT_N_DAYS starts tomorrow. */
function nDays(name: string, n: number, today: number): Span | undefined {
  if (name === 'LAST_N_DAYS') return days(today, -n, 1);
  if (name === 'NEXT_N_DAYS') return days(today, 1, n + 1);
  return name === 'N_DAYS_AGO' ? days(today, -n, -n + 1) : undefined;
}

/** The n whole periods before or after the current one, or the one n periods ago. */
function nPeriods(name: string, n: number, at: Today): Span | undefined {
  const match = /^(?:(LAST|NEXT)_N_|N_)(WEEK|MONTH|(?:FISCAL_)?(?:QUARTER|YEAR))S(_AGO)?$/.exec(name);
  const unit = match?.[2] as Unit | undefined;
  if (match === null || unit === undefined || (match[1] === undefined) !== (match[3] !== undefined))
    return undefined;
  if (match[1] === 'LAST') return period(unit, at, -n, 0);
  if (match[1] === 'NEXT') return period(unit, at, 1, n + 1);
  return period(unit, at, -n, -n + 1);
}

type Unit = 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | 'FISCAL_QUARTER' | 'FISCAL_YEAR';

function days(today: number, from: number, to: number): Span {
  return { start: today + from * DAY, end: today + to * DAY };
}

function period(unit: Unit, at: Today, from: number, to: number): Span {
  return { start: startOfPeriod(unit, at, from), end: startOfPeriod(unit, at, to) };
}

function startOfPeriod(unit: Unit, { today, calendar }: Today, offset: number): number {
  const date = new Date(today);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const fiscalMonth = (month + 13 - calendar.fiscalStart) % 12;
  switch (unit) {
    case 'WEEK':
      return today - ((date.getUTCDay() + 7 - calendar.weekStart) % 7) * DAY + offset * 7 * DAY;
    case 'MONTH':
      return Date.UTC(year, month + offset, 1);
    case 'QUARTER':
      return Date.UTC(year, month - (month % 3) + offset * 3, 1);
    case 'YEAR':
      return Date.UTC(year + offset, 0, 1);
    case 'FISCAL_QUARTER':
      return Date.UTC(year, month - (fiscalMonth % 3) + offset * 3, 1);
    case 'FISCAL_YEAR':
      return Date.UTC(year + offset, month - fiscalMonth, 1);
  }
}

function startOfDay(ms: number): number {
  return Math.floor(ms / DAY) * DAY;
}
