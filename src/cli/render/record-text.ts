import { printable } from './printable.ts';

/** A value of a record on one line of a terminal, with nothing in it that a terminal obeys; nothing for no value. */
export function recordText(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return printable(text.replaceAll(/\s*[\r\n]+\s*/g, ' ').replaceAll('\t', ' '));
}
