import type { FieldDescribe } from '../catalogue/catalogue.ts';
import { dateOf, parseDate, parseDateTime, parseTime } from '../records/date-text.ts';
import { SoqlError } from '../records/org-database.ts';
import { parseRecordId } from '../records/record-id.ts';
import { endsNow, spanOfDateLiteral } from './date-literal.ts';
import type { RunningUser } from './running-user.ts';
import { ORG_CURRENCY } from './org-currency.ts';
import { instantOf, wallTime } from './time-zone.ts';

/** A literal as the parser gives it: its text (strings with quotes) and its kind. */
export interface RawLiteral {
  readonly text: string;
  readonly kind: string | undefined;
}

/** A literal in the stored form of the field it is compared with; spans for date literals, as stored values. */
export type Literal =
  | { readonly value: string | number | null }
  | { readonly span: { start: string | number; end: string | number } };

/** What literals are measured by: the present time in milliseconds since 1970, and the user whose days count. */
export interface LiteralContext {
  readonly now: number;
  readonly user: () => RunningUser;
}

/**
 * Converts a literal for a field.
 * @throws {@link SoqlError} `INVALID_FIELD` when the kind does not fit the field's type,
 * `INVALID_QUERY_FILTER_OPERATOR` for malformed ids.
 */
export function literalFor(field: FieldDescribe, raw: RawLiteral, context: LiteralContext): Literal {
  if (raw.kind === 'NULL') return { value: field.type === 'boolean' ? 0 : null };
  if (raw.kind === 'APEX_BIND_VARIABLE')
    throw new SoqlError('MALFORMED_QUERY', `unexpected token: '${raw.text}'`);
  if (raw.kind?.includes('CURRENCY') === true) return currencyLiteral(field, raw);
  switch (field.type) {
    case 'boolean':
      return raw.kind === 'BOOLEAN'
        ? { value: raw.text.toUpperCase() === 'TRUE' ? 1 : 0 }
        : mismatch(field, raw, 'boolean');
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return raw.kind === 'INTEGER' || raw.kind === 'DECIMAL'
        ? { value: Number(raw.text) }
        : mismatch(field, raw, field.type);
    case 'date':
    case 'datetime':
      return dateLiteral(field, raw, context);
    case 'time':
      return timeLiteral(field, raw);
    case 'id':
    case 'reference':
      return idLiteral(field, raw);
    default:
      return raw.kind === 'STRING' ? textLiteral(raw.text) : mismatch(field, raw, 'string');
  }
}

/** `USD5000`, in the one currency that the org has. */
function currencyLiteral(field: FieldDescribe, raw: RawLiteral): Literal {
  if (field.type !== 'currency') return mismatch(field, raw, field.type);
  const code = raw.text.slice(0, 3).toUpperCase();
  if (code === ORG_CURRENCY) return { value: Number(raw.text.slice(3)) };
  throw new SoqlError('INVALID_FIELD', `currency code '${code}' is not a currency of this organization`);
}

/** The text of a quoted string with its escapes undone. `keep` leaves those of a LIKE pattern: `\_`, `\%` and `\\`. */
export function unquote(quoted: string, keep = false): string {
  return quoted.slice(1, -1).replace(/\\([uU][0-9a-fA-F]{4}|.)/gs, (whole, escape: string) => {
    if (escape.length === 5) {
      const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
      return keep && character === '\\' ? '\\\\' : character;
    }
    if (escape === '_' || escape === '%' || escape === '\\') return keep ? whole : escape;
    return ESCAPES[escape.toLowerCase()] ?? escape;
  });
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Salesforce stores no empty text: `''` is null. */
function textLiteral(quoted: string): Literal {
  const text = unquote(quoted);
  return { value: text === '' ? null : text };
}

function idLiteral(field: FieldDescribe, raw: RawLiteral): Literal {
  if (raw.kind !== 'STRING') return mismatch(field, raw, 'string');
  const text = unquote(raw.text);
  if (text === '') return { value: null };
  const id = parseRecordId(text);
  if (id === undefined) throw new SoqlError('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`);
  return { value: id };
}

function timeLiteral(field: FieldDescribe, raw: RawLiteral): Literal {
  const value = raw.kind === 'TIME' ? parseTime(raw.text) : undefined;
  return value === undefined ? mismatch(field, raw, 'time') : { value };
}

function dateLiteral(field: FieldDescribe, raw: RawLiteral, context: LiteralContext): Literal {
  if (raw.kind === 'DATE_LITERAL' || raw.kind === 'DATE_N_LITERAL')
    return relativeDate(field, raw.text, context);
  const isDate = field.type === 'date';
  const value =
    isDate && raw.kind === 'DATE'
      ? parseDate(raw.text)
      : !isDate && raw.kind === 'DATETIME'
        ? parseDateTime(raw.text)
        : undefined;
  return value === undefined ? mismatch(field, raw, isDate ? 'date' : 'dateTime') : { value };
}

/** A span of the user's days: as dates, or as the instants at which they begin where the user is. */
function relativeDate(field: FieldDescribe, text: string, { now, user }: LiteralContext): Literal {
  const { timeZone, ...calendar } = user();
  const span = spanOfDateLiteral(text, wallTime(timeZone, now), calendar);
  if (span === undefined || !isWritable(span.start) || !isWritable(span.end))
    throw new SoqlError('MALFORMED_QUERY', `unexpected token: '${text}'`);
  if (field.type === 'date') return { span: { start: dateOf(span.start), end: dateOf(span.end) } };
  const end = endsNow(text) ? now + 1 : instantOf(timeZone, span.end);
  return { span: { start: instantOf(timeZone, span.start), end } };
}

/** Whether the time has a year of four digits. */
function isWritable(ms: number): boolean {
  return ms >= -62_135_596_800_000 && ms < 253_402_300_800_000;
}

function mismatch(field: FieldDescribe, raw: RawLiteral, type: string): never {
  const quotes = type === 'string' ? 'should be enclosed in quotes' : 'should not be enclosed in quotes';
  const hint = (raw.kind === 'STRING') === (type !== 'string') ? ` and ${quotes}` : '';
  throw new SoqlError(
    'INVALID_FIELD',
    `value of filter criterion for field '${field.name}' must be of type ${type}${hint}`,
  );
}
