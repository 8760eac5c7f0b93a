/** A value of a record on one line of a terminal; nothing for no value. */
export function recordText(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ');
}
