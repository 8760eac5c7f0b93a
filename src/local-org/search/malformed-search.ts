import { ApiError } from '../server/api-error.ts';

/** 400 `MALFORMED_SEARCH`. */
export function malformedSearch(message: string): ApiError {
  return new ApiError(400, 'MALFORMED_SEARCH', message);
}
