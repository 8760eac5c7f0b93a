import type { BulkJob } from './bulk-job.ts';
import type { JobState } from './job-state.ts';
import type { UploadAttempt } from './upload-attempt.ts';

/** What a test may want to know of a Bulk job, whether the client saw it or not. */
export interface JobReport {
  readonly id: string;
  readonly kind: BulkJob['kind'];
  readonly operation: string;
  /** Canonical name. */
  readonly object: string;
  readonly state: JobState;
  readonly recordsProcessed: number;
  readonly recordsFailed: number;
  /** Present when the job failed. */
  readonly errorMessage?: string;
  /** Every PUT to the job, broken ones included, in their order; none for query jobs. */
  readonly uploads: readonly UploadAttempt[];
}
