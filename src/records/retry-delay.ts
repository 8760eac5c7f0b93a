const firstDelayMs = 500;
const maxDelayMs = 20_000;

/**
 * Milliseconds before a row or a batch goes out again: doubling from half a second to 20 seconds, half of it random, so
 * that rows that met one lock do not meet again.
 *
 * @param tries how often it was tried, from 1
 * @param random a number in [0, 1)
 */
export function rowRetryDelayMs(tries: number, random: number): number {
  const ceilingMs = Math.min(maxDelayMs, firstDelayMs * 2 ** (tries - 1));
  return Math.round((ceilingMs / 2) * (1 + random));
}
