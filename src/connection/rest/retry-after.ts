/**
 * How long an answer asks to be left alone: its `Retry-After`, in seconds or as an HTTP date. A date is by the clock of
 * the one who answered, so it is compared with the `Date` of the answer, which this machine's clock need not agree with.
 *
 * @param headers names in lower case
 * @param nowMs the present, for a date in an answer without a `Date` of its own
 * @returns milliseconds from now, 0 or more; `undefined` when the header is missing or unreadable
 */
export function retryAfterOf(headers: Readonly<Record<string, string>>, nowMs?: number): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/u.test(text)) return Number(text) * 1000;
  const until = timeOf(text);
  const since = timeOf(headers['date'] ?? '') ?? nowMs;
  return until === undefined || since === undefined ? undefined : Math.max(0, until - since);
}

function timeOf(date: string): number | undefined {
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : time;
}
