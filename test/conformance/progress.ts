import type { ProgressEvent } from '../../src/contract/progress.ts';

/** Counts that went down within their phase, in words; progress may only ever grow. */
export function countsThatWentDown(events: readonly ProgressEvent[]): string[] {
  const highest = new Map<string, number>();
  return events.flatMap(({ phase, rows, bytes }) =>
    Object.entries({ rows, bytes }).flatMap(([what, count]) => {
      if (count === undefined) return [];
      const key = `${phase} ${what}`;
      const before = highest.get(key) ?? 0;
      highest.set(key, Math.max(before, count));
      return count < before ? [`${key}: ${count} after ${before}`] : [];
    }),
  );
}
