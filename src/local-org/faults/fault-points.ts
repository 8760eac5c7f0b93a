import type { SaveError } from '../records/org-database.ts';

/**
 * The places inside the org where a fault script reaches deeper than one HTTP exchange. Whoever asks does as it is told;
 * {@link noFaults} is an org that works.
 */
export interface FaultPoints {
  /** Asked before every save of a record; an error takes the place of the save. */
  refuseSave(save: SaveAttempt): SaveError | undefined;
  /** Asked before a job changes from UploadComplete to InProgress, and before each of its chunks. */
  fateOf(job: JobProgress): JobFate;
}

/** A record about to be saved. */
export interface SaveAttempt {
  readonly operation: 'insert' | 'update' | 'delete' | 'undelete';
  /** Canonical name. */
  readonly object: string;
  /** 18 characters; `undefined` on insert. */
  readonly id: string | undefined;
}

/** Where a Bulk job stands. */
export interface JobProgress {
  readonly id: string;
  readonly kind: 'ingest' | 'query';
  readonly operation: string;
  readonly object: string;
  readonly recordsProcessed: number;
}

/** `stay`: ask again later. `fail`: the job ends as Failed with this `errorMessage`; rows done stay done. */
export type JobFate = 'go' | 'stay' | { readonly fail: string };

/** Nothing ever goes wrong. */
export const noFaults: FaultPoints = {
  refuseSave: () => undefined,
  fateOf: () => 'go',
};
