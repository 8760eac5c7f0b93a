/** Where the org takes its time from. */
export interface OrgClock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** A time as REST writes it: `2026-01-31T10:00:00.000+0000`. */
export function restDateTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '+0000');
}
