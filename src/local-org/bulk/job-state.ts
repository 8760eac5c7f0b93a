import { ApiError } from '../server/api-error.ts';

/** States of a Bulk API 2.0 job. Query jobs are never `Open`. */
export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Aborted' | 'Failed';

const terminalStates: readonly JobState[] = ['JobComplete', 'Aborted', 'Failed'];

/** Whether a job in this state changes no more. */
export function isTerminal(state: JobState): boolean {
  return terminalStates.includes(state);
}

/** 400 `INVALIDJOBSTATE` for what may not be done in this state: `Aborting already Completed Job not allowed`. */
export function invalidJobState(doing: 'Aborting' | 'Closing' | 'Uploading to', state: JobState): ApiError {
  const word = { UploadComplete: 'Closed', InProgress: 'Closed', JobComplete: 'Completed', Open: 'Open' };
  const already = state === 'Aborted' || state === 'Failed' ? state : word[state];
  return new ApiError(400, 'INVALIDJOBSTATE', `${doing} already ${already} Job not allowed`);
}

/** 400 `INVALIDJOBSTATE` for results of a job that has not ended. */
export function resultsNotReady(state: JobState): ApiError {
  return new ApiError(400, 'INVALIDJOBSTATE', `The job is ${state}; it has results when it has ended`);
}

/** 400 `API_ERROR` for deleting a job that is under way. */
export function notTerminated(): ApiError {
  return new ApiError(
    400,
    'API_ERROR',
    'Error encountered when deleting the job because the job is not terminated',
  );
}
