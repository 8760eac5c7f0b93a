/** Milliseconds of a dateTime text (`2026-01-31T10:00:00[.SSS](Z|±HH:mm|±HHmm)`), cut to the second as Salesforce does. */
export function parseDateTime(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, zone = 'Z'] = match;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const [h, min, s] = [Number(hour), Number(minute), Number(second)];
  if (!isDay(y, m, d) || h > 23 || min > 59 || s > 59) return undefined;
  return Date.UTC(y, m - 1, d, h, min, s) - offsetMs(zone);
}

/** The date of a date text, or of the day part of a dateTime text in UTC; `undefined` when it is neither. */
export function parseDate(text: string): string | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match !== null) return isDay(Number(match[1]), Number(match[2]), Number(match[3])) ? text : undefined;
  const ms = parseDateTime(text);
  return ms === undefined ? undefined : dateOf(ms);
}

/** `17:50:19.000Z` of any time text with optional seconds, fraction and `Z`. */
export function parseTime(text: string): string | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?:\.(\d{1,3}))?Z?$/.exec(text);
  if (match === null) return undefined;
  return `${match[1] ?? ''}:${match[2] ?? ''}:${match[3] ?? '00'}.${(match[4] ?? '').padEnd(3, '0')}Z`;
}

/** The date of an instant, in UTC. */
export function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Salesforce keeps no fractions of seconds. */
export function wholeSeconds(ms: number): number {
  return ms - (ms % 1000);
}
