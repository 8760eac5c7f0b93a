/** Half-open span of time in milliseconds since 1970, UTC. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const DAY = 86_400_000;

/**
 * The span of a date literal (`TODAY`, `LAST_N_DAYS:3`) around `now`. Days are UTC days, weeks start on Sunday, the
 * fiscal year is the calendar year: what an org with the locale en_US, time zone GMT and standard settings does.
 * `undefined` for a literal that does not exist.
 */
export function spanOfDateLiteral(literal: string, now: number): Span | undefined {
  const [name = '', count] = literal
    .toUpperCase()
    .replace('_FISCAL_', '_')
    .replace(/FISCAL_(QUARTERS|YEARS)_AGO/, '$1_AGO')
    .split(':');
  const today = startOfDay(now);
  const fixed = FIXED[name];
  if (fixed !== undefined) return fixed(today);
  if (count === undefined || !/^\d+$/.test(count)) return undefined;
  const n = Number(count);
  return nDays(name, n, { today, now }) ?? nPeriods(name, n, today);
}

const FIXED: Readonly<Record<string, (today: number) => Span>> = {
  YESTERDAY: (today) => days(today, -1, 0),
  TODAY: (today) => days(today, 0, 1),
  TOMORROW: (today) => days(today, 1, 2),
  LAST_90_DAYS: (today) => days(today, -90, 1),
  NEXT_90_DAYS: (today) => days(today, 1, 91),
  LAST_WEEK: (today) => period('WEEK', today, -1, 0),
  THIS_WEEK: (today) => period('WEEK', today, 0, 1),
  NEXT_WEEK: (today) => period('WEEK', today, 1, 2),
  LAST_MONTH: (today) => period('MONTH', today, -1, 0),
  THIS_MONTH: (today) => period('MONTH', today, 0, 1),
  NEXT_MONTH: (today) => period('MONTH', today, 1, 2),
  LAST_QUARTER: (today) => period('QUARTER', today, -1, 0),
  THIS_QUARTER: (today) => period('QUARTER', today, 0, 1),
  NEXT_QUARTER: (today) => period('QUARTER', today, 1, 2),
  LAST_YEAR: (today) => period('YEAR', today, -1, 0),
  THIS_YEAR: (today) => period('YEAR', today, 0, 1),
  NEXT_YEAR: (today) => period('YEAR', today, 1, 2),
};

/** LAST_N_DAYS reaches from the start of the day n days ago up to and including today; NEXT_N_DAYS starts tomorrow. */
function nDays(name: string, n: number, at: { today: number; now: number }): Span | undefined {
  if (name === 'LAST_N_DAYS') return days(at.today, -n, 1);
  if (name === 'NEXT_N_DAYS') return days(at.today, 1, n + 1);
  return name === 'N_DAYS_AGO' ? days(at.today, -n, -n + 1) : undefined;
}

/** The n whole periods before or after the current one, or the one n periods ago. */
function nPeriods(name: string, n: number, today: number): Span | undefined {
  const match = /^(?:(LAST|NEXT)_N_|N_)(WEEK|MONTH|QUARTER|YEAR)S(_AGO)?$/.exec(name);
  const unit = match?.[2] as Unit | undefined;
  if (match === null || unit === undefined || (match[1] === undefined) !== (match[3] !== undefined))
    return undefined;
  if (match[1] === 'LAST') return period(unit, today, -n, 0);
  if (match[1] === 'NEXT') return period(unit, today, 1, n + 1);
  return period(unit, today, -n, -n + 1);
}

type Unit = 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

function days(today: number, from: number, to: number): Span {
  return { start: today + from * DAY, end: today + to * DAY };
}

function period(unit: Unit, today: number, from: number, to: number): Span {
  return { start: startOfPeriod(unit, today, from), end: startOfPeriod(unit, today, to) };
}

function startOfPeriod(unit: Unit, today: number, offset: number): number {
  const date = new Date(today);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (unit) {
    case 'WEEK':
      return today - date.getUTCDay() * DAY + offset * 7 * DAY;
    case 'MONTH':
      return Date.UTC(year, month + offset, 1);
    case 'QUARTER':
      return Date.UTC(year, month - (month % 3) + offset * 3, 1);
    case 'YEAR':
      return Date.UTC(year + offset, 0, 1);
  }
}

function startOfDay(ms: number): number {
  return Math.floor(ms / DAY) * DAY;
}
