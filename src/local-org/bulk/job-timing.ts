/** How long the org takes for its jobs, in its own time. */
export interface JobTiming {
  /** Milliseconds that a job stays in UploadComplete; default 0. */
  readonly queuedMs?: number | undefined;
  /** Rows that a running job works through in a second; default as many as the machine can. */
  readonly rowsPerSecond?: number | undefined;
}
