import type { FieldDescribe } from '../schema/sobject-describe.ts';
import { invalidBind, type LiteralTarget } from './invalid-bind.ts';
import { literalTypeOf, type LiteralType } from './literal-type.ts';
import { plainDecimal } from './plain-decimal.ts';
import { escapeText } from './quote-text.ts';
import type { SoqlScalar } from './soql-value.ts';
import { dateLiteral, dateTimeLiteral, dayLiteral, timeLiteral } from './temporal-literal.ts';

/**
 * The SOQL literal of a value, for comparing it with a field. Whatever the value holds, the result is one literal.
 *
 * @param field `undefined` where the org cannot tell: then the type of the value decides
 * @param what what errors call the value
 * @throws ConnectorError `invalid-bind`, which does not quote the value
 */
export function literalOf(value: SoqlScalar, field: FieldDescribe | undefined, what = 'The value'): string {
  return literalFor(value, { what, field: field?.name ?? 'the field', type: literalTypeOf(field) });
}

/** As {@link literalOf}, for whatever a value can be compared with. @throws ConnectorError `invalid-bind` */
export function literalFor(value: SoqlScalar, target: LiteralTarget): string {
  if (value === null) return 'null';
  // Callers without types can pass anything.
  if (!['string', 'number', 'boolean'].includes(typeof value)) {
    throw invalidBind(target, 'text, a number, a boolean or null');
  }
  const { expected, write } = rules[target.type];
  const literal = write(value);
  if (literal === undefined) throw invalidBind(target, expected);
  return literal;
}

type Given = string | number | boolean;

interface Rule {
  readonly expected: string;
  /** `undefined` when the value does not fit. */
  readonly write: (value: Given) => string | undefined;
}

const rules: Readonly<Record<LiteralType, Rule>> = {
  text: { expected: 'text', write: textOf },
  number: { expected: 'a number', write: numberOf },
  currency: { expected: 'a number, or an amount like EUR12.50', write: amountOf },
  integer: { expected: 'a whole number', write: integerOf },
  count: { expected: 'a whole number, 0 or more', write: countOf },
  boolean: { expected: 'true or false', write: booleanOf },
  id: { expected: 'an id of 15 or 18 letters and digits', write: idOf },
  date: {
    expected: 'a day like 2026-01-31, or a date literal such as LAST_N_DAYS:7',
    write: onText((text) => dateLiteral(text) ?? dayLiteral(text)),
  },
  datetime: {
    expected:
      'a date-time with an offset like 2026-01-31T10:00:00Z, no finer than milliseconds, or a date literal such as LAST_N_DAYS:7',
    write: onText((text) => dateLiteral(text) ?? dateTimeLiteral(text)),
  },
  time: { expected: 'a time like 10:00:00.000Z', write: onText(timeLiteral) },
  compound: {
    expected: 'compared with a part of that field, such as BillingCity: a compound field has no values',
    write: () => undefined,
  },
  unknown: { expected: 'text, a finite number or a boolean', write: literalByValue },
};

function onText(write: (text: string) => string | undefined): Rule['write'] {
  return (value) => (typeof value === 'string' ? write(value) : undefined);
}

function textOf(value: Given): string | undefined {
  const text = typeof value === 'number' ? plainDecimal(value) : String(value);
  return text === undefined ? undefined : `'${escapeText(text)}'`;
}

function numberOf(value: Given): string | undefined {
  return typeof value === 'boolean' ? undefined : plainDecimal(value);
}

function amountOf(value: Given): string | undefined {
  if (typeof value === 'string' && /^[A-Z]{3}\d{1,18}(?:\.\d{1,18})?$/.test(value)) return value;
  return numberOf(value);
}

function integerOf(value: Given): string | undefined {
  const number = numberOf(value);
  return number?.includes('.') === true ? undefined : number;
}

function countOf(value: Given): string | undefined {
  const number = integerOf(value);
  return number?.startsWith('-') === true ? undefined : number;
}

/** The texts are those that rows may hold for a boolean. */
function booleanOf(value: Given): string | undefined {
  const text = String(value).toLowerCase();
  if (text === 'true' || text === '1') return 'true';
  return text === 'false' || text === '0' ? 'false' : undefined;
}

function idOf(value: Given): string | undefined {
  const isId = typeof value === 'string' && /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(value);
  return isId ? `'${value}'` : undefined;
}

function literalByValue(value: Given): string | undefined {
  if (typeof value === 'string') return textOf(value);
  return typeof value === 'number' ? plainDecimal(value) : String(value);
}
