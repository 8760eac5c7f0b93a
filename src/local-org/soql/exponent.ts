import { maskStrings } from './soql-text.ts';

/** A number with an exponent where a value stands: behind an operator, in a list. */
const NUMBER = /(?<=[=<>(,]\s*)([+-]?)(\d+)(?:\.(\d+))?e([+-]?\d{1,3})(?![\w.])/gi;

/** Largest exponent that is written out; no field holds a number beyond it. */
const MAX_EXPONENT = 330;

/** The query with `1.5e3` as `1500`: the parser knows no exponents. Texts stay as they are. */
export function writeOutExponents(soql: string): string {
  if (!/\de[+-]?\d/i.test(soql)) return soql;
  let text = '';
  let done = 0;
  for (const found of maskStrings(soql).matchAll(NUMBER)) {
    const [number, sign = '', whole = '', fraction = '', exponent = ''] = found;
    if (Math.abs(Number(exponent)) > MAX_EXPONENT) continue;
    text += soql.slice(done, found.index) + sign + shifted(whole + fraction, whole.length + Number(exponent));
    done = found.index + number.length;
  }
  return text + soql.slice(done);
}

/** Digits with the decimal point behind so many of them. */
function shifted(digits: string, point: number): string {
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits + '0'.repeat(point - digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}
