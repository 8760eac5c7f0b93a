const DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The formatter of a zone; making one is slow. A zone that this runtime does not know counts as UTC. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = newFormat(zone);
    formats.set(zone, format);
  }
  return format;
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  const number = 'numeric';
  const parts = {
    year: number,
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
  } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...parts, timeZone, hourCycle: 'h23', era: 'short' });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...parts, timeZone: 'UTC', hourCycle: 'h23', era: 'short' });
  }
}

/**
 * What clocks in a zone show at an instant, as milliseconds since 1970 as if they were in UTC.
 * @param zone IANA name; `GMT` and `UTC` cost nothing.
 */
export function wallTime(zone: string, instant: number): number {
  if (zone === 'GMT' || zone === 'UTC') return instant;
  const part: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) part[type] = value;
  const number = (type: string): number => Number(part[type]);
  const year = part['era'] === 'BC' ? 1 - number('year') : number('year');
  const wall = new Date(0);
  wall.setUTCFullYear(year, number('month') - 1, number('day'));
  wall.setUTCHours(number('hour'), number('minute'), number('second'));
  return wall.getTime() + (((instant % 1000) + 1000) % 1000);
}

/**
 * The first instant at which clocks in a zone show a time; where they jump over it, the instant of the jump.
 * @param wall as {@link wallTime} gives it.
 */
export function instantOf(zone: string, wall: number): number {
  const before = wall - offsetAt(zone, wall - DAY);
  const after = wall - offsetAt(zone, wall + DAY);
  const found = [before, after].filter((instant) => wallTime(zone, instant) === wall);
  return found.length === 0 ? before : Math.min(...found);
}

function offsetAt(zone: string, instant: number): number {
  return wallTime(zone, instant) - instant;
}
