const units = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR', 'FISCAL_QUARTER', 'FISCAL_YEAR'];
const withoutNumber = new Set([
  ...['YESTERDAY', 'TODAY', 'TOMORROW', 'LAST_90_DAYS', 'NEXT_90_DAYS'],
  ...units.slice(1).flatMap((unit) => ['LAST', 'THIS', 'NEXT'].map((which) => `${which}_${unit}`)),
]);
const withNumber = new Set(units.flatMap((unit) => [`LAST_N_${unit}S`, `NEXT_N_${unit}S`, `N_${unit}S_AGO`]));

/** Whether a word is a date literal that takes a number: `LAST_N_DAYS`. */
export function takesNumber(word: string): boolean {
  return withNumber.has(word.toUpperCase());
}

/** A date literal of SOQL in upper case: `TODAY`, `LAST_N_DAYS:7`; `undefined` for any other text. */
export function dateLiteral(text: string): string | undefined {
  const [word = '', count, ...more] = text.toUpperCase().split(':');
  if (count === undefined) return withoutNumber.has(word) ? word : undefined;
  return withNumber.has(word) && /^\d{1,9}$/.test(count) && more.length === 0
    ? `${word}:${count}`
    : undefined;
}

/** A day of the calendar, as it was given; `undefined` for 30 February and everything else. */
export function dayLiteral(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text.startsWith('0000')) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

const clock =
  /^(?<minutes>(?:[01]\d|2[0-3]):[0-5]\d)(?::(?<seconds>[0-5]\d)(?:\.(?<fraction>\d+))?)?(?<zone>.*)$/s;
const offset = /^(?<sign>[+-])(?<hours>0\d|1[0-4]):?(?<minutes>[0-5]\d)$/;

/**
 * A date-time with an offset as SOQL reads it; the instant stays, and so does the offset, but `Z` is written for none.
 *
 * @returns `undefined` for anything else, also for more than milliseconds
 */
export function dateTimeLiteral(text: string): string | undefined {
  const [, date = '', time = ''] = /^(.{10})T(.+)$/s.exec(text) ?? [];
  const day = dayLiteral(date);
  const parts = clock.exec(time)?.groups;
  const zone = zoneLiteral(parts?.['zone'] ?? '');
  const seconds = secondsLiteral(parts);
  if (day === undefined || zone === undefined || seconds === undefined) return undefined;
  return `${day}T${seconds}${zone}`;
}

/** A time of day as SOQL reads it. */
export function timeLiteral(text: string): string | undefined {
  const parts = clock.exec(text)?.groups;
  if (parts === undefined || !/^Z?$/.test(parts['zone'] ?? '')) return undefined;
  const seconds = secondsLiteral(parts);
  return seconds === undefined ? undefined : `${seconds.includes('.') ? seconds : `${seconds}.000`}Z`;
}

function secondsLiteral(parts: Readonly<Record<string, string>> | undefined): string | undefined {
  if (parts === undefined) return undefined;
  const { minutes = '', seconds = '00', fraction = '' } = parts;
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > 3) return undefined;
  return `${minutes}:${seconds}${digits === '' ? '' : `.${digits.padEnd(3, '0')}`}`;
}

function zoneLiteral(zone: string): string | undefined {
  if (zone === 'Z') return zone;
  const parts = offset.exec(zone)?.groups;
  if (parts === undefined) return undefined;
  const { sign = '', hours = '', minutes = '' } = parts;
  return hours === '00' && minutes === '00' ? 'Z' : `${sign}${hours}:${minutes}`;
}
