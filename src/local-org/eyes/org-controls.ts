import type { JobReport } from '../bulk/job-report.ts';
import type { FaultScript } from '../faults/fault-script.ts';
import type { RequestReport } from '../server/request-log.ts';
import type { Activity } from '../server/traffic.ts';

/** What a test sees of an org, and does to it, beside Salesforce's APIs; the same over HTTP under `/_local/`. */
export interface OrgControls {
  /** What the org was asked for so far. */
  activity(): Activity;
  /** The last 10,000 requests, the oldest first; without header values and bodies. */
  requests(): RequestReport[];
  /** What became of every Bulk job, those that were deleted included, with each upload's size and SHA-256. */
  jobs(): JobReport[];
  /** The fault script: add, list and clear its rules while the org runs. */
  readonly faults: Pick<FaultScript, 'add' | 'list' | 'clear'>;
  /** Moves the org's time forward, in milliseconds; whatever waits or expires by then does so at once. */
  advance(milliseconds: number): void;
  /**
   * Makes the org as it was when it began with an empty data file: records, sessions, cursors, jobs, limits, counters,
   * requests; no faults, not even those of the options. Its time stays.
   */
  reset(): Promise<void>;
}
