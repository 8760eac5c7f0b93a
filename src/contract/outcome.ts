import type { Row } from './row.ts';

/** The four ends that an input row can have. Every row has exactly one of them. */
export const RowStatus = {
  /** The remote system confirmed the change. */
  succeeded: 'succeeded',
  /** The remote system refused the row and said why; nothing of it was stored. */
  failed: 'failed',
  /** The row was certainly not applied: sending it later is safe. */
  unprocessed: 'unprocessed',
  /** The row may or may not have been applied: the answer was lost. It is never sent again by itself. */
  unknown: 'unknown',
} as const;

export type RowStatus = (typeof RowStatus)[keyof typeof RowStatus];

/** Why a row failed, in the remote system's own words. */
export interface RowError {
  /** The remote system's machine code, e.g. `REQUIRED_FIELD_MISSING`. */
  readonly code: string;
  readonly message: string;
  /** Fields that the error names; may be empty. */
  readonly fields: readonly string[];
}

/**
 * What became of one input row. Failing rows are values, never exceptions: a write with bad rows returns normally.
 */
export interface RowOutcome {
  readonly status: RowStatus;
  /**
   * Position of the row in the input, 0-based. Absent where the API does not tell (bulk results come back in any
   * order): then `row` echoes the input.
   */
  readonly rowIndex?: number;
  /** Id of the record, where one is known. */
  readonly id?: string;
  /** For inserts and upserts: whether the record is new. */
  readonly created?: boolean;
  /** All errors of the row, the first on top; empty unless `failed` (or, for `unknown`, what is known). */
  readonly errors: readonly RowError[];
  /** The input row, where the API echoes it. */
  readonly row?: Row;
}

/** A job that runs at the remote system, for messages and for finding it again. */
export interface RemoteJob {
  readonly id: string;
  /** The remote system's own word for its state. */
  readonly state: string;
}

/**
 * The account of one write. `succeeded + failed + unprocessed + unknown` equals `rowCount`; an activity that cannot
 * make that true throws instead of returning.
 */
export interface WriteReport {
  /** Rows taken from the input. */
  readonly rowCount: number;
  readonly succeeded: number;
  /** Rows of `succeeded` that made a new record; absent for operations that cannot create. */
  readonly created?: number;
  readonly failed: number;
  readonly unprocessed: number;
  readonly unknown: number;
  /** Payload bytes sent, without headers. */
  readonly byteCount: number;
  readonly jobs: readonly RemoteJob[];
}

/** The account of one read. */
export interface ReadReport {
  readonly rowCount: number;
  /** Payload bytes received after decompression, without headers. */
  readonly byteCount: number;
  /** True only when a limit that the caller asked for cut the result short. */
  readonly truncated: boolean;
  readonly jobs: readonly RemoteJob[];
}
