/**
 * A sign of life from something long. Informational: dropping events changes nothing.
 *
 * Counts are totals since the start of the call, never increments, and never go down within a phase.
 */
export interface ProgressEvent {
  /** What is going on, one word for a label: `upload`, `process`, `download`, `read`, `write`. */
  readonly phase: string;
  /** Rows dealt with so far. */
  readonly rows?: number;
  /** All rows, where known. */
  readonly totalRows?: number;
  /** Bytes dealt with so far. */
  readonly bytes?: number;
  /** All bytes, where known. */
  readonly totalBytes?: number;
  /** Short fact in the remote system's words, e.g. a job state. */
  readonly note?: string;
}

/** Receives progress. Called often (up to once per batch or chunk): throttle in the receiver. Must not throw. */
export type ProgressListener = (event: ProgressEvent) => void;
