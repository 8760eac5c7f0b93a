import type { ByteSink, ByteSource } from './bytes.ts';
import type { CallOptions, Connection } from './connection.ts';
import type { ReadReport, RowOutcome, WriteReport } from './outcome.ts';
import type { ProgressListener } from './progress.ts';
import type { Row, RowBatch } from './row.ts';
import type { ActivitySchemas } from './schema.ts';

/** What a host may do with an activity. Constant for a type; also part of the manifest. */
export interface ActivityCapabilities {
  /** `source` gives rows to an operation. `target` takes rows, and is then the source of its own response. */
  readonly direction: 'source' | 'target';
  /** Whether it can also move CSV bytes without parsing them: `readBytes` or `writeBytes` is there. */
  readonly bytes: boolean;
  /** Whether rows may pass through a transformation next to it. */
  readonly transformationAllowed: boolean;
  /** Whether outcomes arrive in input order and carry `rowIndex`. Sources give rows in the order of the API. */
  readonly outcomesInInputOrder: boolean;
}

/**
 * One configured activity: options parsed and frozen, no connection yet, no state between calls. The same instance
 * may serve many runs, also at once.
 *
 * A host passes it only connections that the same connector made.
 */
export type Activity<C extends Connection = Connection> = SourceActivity<C> | TargetActivity<C>;

interface ActivityBase<C extends Connection> {
  /** The type token from the manifest, e.g. `bulk-upsert`. */
  readonly type: string;
  readonly capabilities: ActivityCapabilities;
  /** Asks the remote system for its description; cheap after the first time. Called at design time and before runs. */
  schemas(connection: C, call?: SchemasCall): Promise<ActivitySchemas>;
}

/** What a host may tell when it asks for schemas. */
export interface SchemasCall extends CallOptions {
  /** What the host calls the activity; part of the names of its schemas. Default: its type. */
  readonly activityName?: string | undefined;
}

/** An activity that reads. */
export interface SourceActivity<C extends Connection = Connection> extends ActivityBase<C> {
  readonly direction: 'source';
  /**
   * Reads everything, batch by batch, as the host pulls. Holds at most a bounded number of batches ahead.
   *
   * The host ends it by exhausting it (then the generator's return value is the report), by `return()` (a `break`
   * in `for await` does that), or by aborting the signal; each of them frees what the read holds.
   *
   * @throws ConnectorFailure when the read cannot go on; rows handed over before stay valid
   */
  read(connection: C, run?: ActivityRun): AsyncGenerator<RowBatch, ReadReport, undefined>;
  /**
   * Reads everything as CSV bytes into the sink: UTF-8, one header record, every following record one row. Present
   * when `capabilities.bytes`.
   *
   * The activity calls `write` only. Committing after success, or discarding after an error, is the host's part.
   */
  readBytes?(connection: C, sink: ByteSink, run?: ActivityRun): Promise<ReadReport>;
  /** What it would read, for somebody who configures it: a test query. */
  preview?(connection: C, call?: PreviewCall): Promise<SourcePreview>;
}

/** How much of a source to look at. */
export interface PreviewCall extends CallOptions {
  /** At most so many rows. 0 reads none and shows the statement only. Default 10. */
  readonly maxRows?: number;
}

/** A first look at a source. */
export interface SourcePreview {
  /** What the remote system is asked, with all values in place: SOQL. */
  readonly statement: string;
  readonly rows: readonly Row[];
  /** Whether there are more rows than these. */
  readonly truncated: boolean;
}

/** An activity that writes. */
export interface TargetActivity<C extends Connection = Connection> extends ActivityBase<C> {
  readonly direction: 'target';
  /**
   * Writes all rows. Pulls a batch when it can take one, so a slow remote system slows the source down.
   *
   * Returns normally when rows failed: the report and the outcomes say which. Throws when the work as a whole cannot
   * go on; the error's `details.report` then accounts for the rows taken so far, if any were sent.
   */
  write(connection: C, rows: AsyncIterable<RowBatch>, run?: WriteRun): Promise<WriteReport>;
  /**
   * Writes all records of a CSV (header record first). Present when `capabilities.bytes`. Same promises as `write`.
   *
   * The bytes go on as they are: that they are UTF-8 is for the host to check.
   */
  writeBytes?(connection: C, source: ByteSource, run?: WriteRun): Promise<WriteReport>;
}

/** What a host passes along with one run of an activity. */
export interface ActivityRun extends CallOptions {
  readonly onProgress?: ProgressListener;
}

/** The three files of results that a bulk API keeps. */
export type ResultKind = 'succeeded' | 'failed' | 'unprocessed';

/** What a host passes along with one write. */
export interface WriteRun extends ActivityRun {
  /**
   * Receives every outcome once, as soon as it is known. Awaited before more work is taken, which bounds memory.
   * When it rejects, the write stops and rejects with the same reason.
   */
  readonly onOutcomes?: (outcomes: readonly RowOutcome[]) => void | Promise<void>;
  /**
   * Asked at most once per kind of result by `writeBytes`, which carries the results over as CSV bytes. The activity
   * calls `write` only; committing or discarding is the host's part. `write` does not use it: its outcomes are rows.
   */
  readonly resultSink?: (kind: ResultKind) => Promise<ByteSink>;
}
