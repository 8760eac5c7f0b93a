/** How rows go out, in all four writes. */
export interface SendSettings {
  /** `true`: a batch is stored as a whole or not at all. `'run'`: all rows of the run are, and fit into one call. */
  readonly allOrNone: boolean | 'run';
  /** Rows of a batch, 1 to 200. Up to five batches travel in one call. */
  readonly batchSize: number;
  /** Calls in flight at most, 1 to 25. */
  readonly parallelCalls: number;
  /** How often a row goes out again after a failure that may pass: lock, limit, time-out. */
  readonly retryRows: number;
}

/** What the org is told to do, or not to do, with rows that it saves. */
export interface SaveSettings {
  /** Whether `''` clears a field; otherwise it leaves the field alone. `null` always clears. */
  readonly autoFieldsToNull: boolean;
  /** `none`, `default` (the active rule), or the id of a rule. */
  readonly assignmentRule: string;
  /** Save although a duplicate rule warns. */
  readonly allowDuplicates: boolean;
  /** Put records among those that the user used last. */
  readonly updateMru: boolean;
}

/** Whether an upsert may do only one of its two things; at most one of them is set. */
export interface UpsertSettings {
  readonly updateOnly: boolean;
  readonly insertOnly: boolean;
}
