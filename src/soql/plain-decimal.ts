const decimal = /^(?<sign>[+-]?)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?:e(?<exponent>[+-]?\d{1,3}))?$/i;

/**
 * A number the way SOQL surely reads it: digits, a point, no exponent, no digit lost. Takes JavaScript numbers and
 * their texts.
 *
 * @returns `undefined` for what is no number: NaN, Infinity, hexadecimal, blanks, beyond the range of a double
 */
export function plainDecimal(value: number | string): string | undefined {
  const text = String(value);
  const parts = decimal.exec(text)?.groups;
  if (parts === undefined || !Number.isFinite(Number(text))) return undefined;
  const { sign, whole = '', fraction = '', exponent = '0' } = parts;
  if (whole === '' && fraction === '') return undefined;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const before = digits.slice(0, Math.max(point, 0)).padEnd(point, '0').replace(/^0+/, '');
  const after = (point < 0 ? '0'.repeat(-point) + digits : digits.slice(point)).replace(/0+$/, '');
  const size = `${before === '' ? '0' : before}${after === '' ? '' : `.${after}`}`;
  return sign === '-' && size !== '0' ? `-${size}` : size;
}
