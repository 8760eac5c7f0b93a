/** What the numbers of an auto-number field look like, and where they begin. */
export interface NumberFormat {
  readonly prefix: string;
  readonly digits: number;
  readonly suffix: string;
  /** Added to the counter, which begins at 1. */
  readonly offset: number;
}

/** Eight digits from `00001001` on: case numbers, and fields without a display format. */
const usual: NumberFormat = { prefix: '', digits: 8, suffix: '', offset: 1000 };

/** Reads a display format: `A-{0000}` gives `A-0001`, `A-0002`, …; the zeros are the least number of digits. */
export function parseDisplayFormat(format: string | undefined): NumberFormat {
  const match = /^([^{}]*)\{(0+)\}([^{}]*)$/.exec(format ?? '');
  if (match === null) return usual;
  const [, prefix = '', zeros = '', suffix = ''] = match;
  return { prefix, digits: zeros.length, suffix, offset: 0 };
}

/** The text of the n-th number, counted from 1. */
export function formatNumber({ prefix, digits, suffix, offset }: NumberFormat, n: number): string {
  return `${prefix}${String(n + offset).padStart(digits, '0')}${suffix}`;
}
