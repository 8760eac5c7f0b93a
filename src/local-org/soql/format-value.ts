import type { FieldDescribe } from '../catalogue/catalogue.ts';
import type { SqlValue } from '../records/column.ts';
import { ORG_CURRENCY } from './org-currency.ts';
import type { RunningUser } from './running-user.ts';

/** Shows a stored value as text. */
export type ShowValue = (value: SqlValue) => string | null;

/**
 * How FORMAT() shows values of a field to a user: by the user's locale, instants in the user's time zone, dates as the
 * days they are. `undefined` for types that it cannot show.
 */
export function valueFormat(field: FieldDescribe, { locale, timeZone }: RunningUser): ShowValue | undefined {
  switch (field.type) {
    case 'int':
    case 'double':
      return ofNumber(numberFormat(locale, { maximumFractionDigits: decimals(field) }));
    case 'percent': {
      const show = ofNumber(numberFormat(locale, { maximumFractionDigits: decimals(field) }));
      return (value) => (value === null ? null : `${show(value) ?? ''}%`);
    }
    case 'currency':
      return ofNumber(numberFormat(locale, { style: 'currency', currency: ORG_CURRENCY }));
    case 'date':
      return ofInstant(dateFormat(locale, { ...DATE, timeZone: 'UTC' }), (value) => Date.parse(value));
    case 'time':
      return ofInstant(dateFormat(locale, { ...TIME, timeZone: 'UTC' }), (value) =>
        Date.parse(`1970-01-01T${value}`),
      );
    case 'datetime':
      return ofInstant(dateFormat(locale, { ...DATE, ...TIME, timeZone }), Number);
    default:
      return undefined;
  }
}

/** Decimal places of a field that says them; all there are otherwise. */
function decimals({ scale }: FieldDescribe): number {
  return typeof scale === 'number' && scale > 0 ? Math.min(scale, 20) : 20;
}

const DATE = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
const TIME = { hour: 'numeric', minute: '2-digit' } as const;

function ofNumber(format: Intl.NumberFormat): ShowValue {
  return (value) => (value === null ? null : plainBlanks(format.format(Number(value))));
}

function ofInstant(format: Intl.DateTimeFormat, instantOf: (value: string) => number): ShowValue {
  return (value) => {
    const instant = value === null ? NaN : instantOf(String(value));
    return Number.isNaN(instant) ? null : plainBlanks(format.format(instant));
  };
}

/** Blanks of other widths come and go with the versions of the locale data. */
function plainBlanks(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return cached(numberFormats, locale, options, (tag) => new Intl.NumberFormat(tag, options));
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return cached(dateFormats, locale, options, (tag) => new Intl.DateTimeFormat(tag, options));
}

/** Making a format is slow. A locale or time zone that this runtime does not know is en-US in UTC. */
function cached<T>(known: Map<string, T>, locale: string, options: object, make: (tag: string) => T): T {
  const key = `${locale} ${JSON.stringify(options)}`;
  let format = known.get(key);
  if (format === undefined) {
    format = makeOr(make, languageTag(locale));
    known.set(key, format);
  }
  return format;
}

function makeOr<T>(make: (tag: string) => T, tag: string): T {
  try {
    return make(tag);
  } catch {
    return make('en-US');
  }
}

/** `de-DE` of `de_DE_EURO`. */
function languageTag(locale: string): string {
  return locale.split('_').slice(0, 2).join('-');
}
