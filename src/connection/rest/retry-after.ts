/**
 * Reads a `Retry-After` header: seconds, or an HTTP date.
 *
 * @param nowMs the present, for a date; without it dates are ignored
 * @returns milliseconds from now, 0 or more; `undefined` when the header is missing or unreadable
 */
export function parseRetryAfter(header: string | undefined, nowMs?: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/u.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return nowMs === undefined || Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
