/** Time, as an injectable thing. Everything that waits or measures takes its time from here. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Milliseconds from an arbitrary start that never jump back; for durations. */
  monotonicMs(): number;
  /**
   * Resolves after `delayMs`. Rejects with the signal's reason as soon as the signal aborts, leaving no timer
   * behind.
   */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}
