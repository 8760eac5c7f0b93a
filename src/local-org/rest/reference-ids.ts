import { ApiError } from '../server/api-error.ts';
import type { ApiVersion } from '../server/api-version.ts';

/** From this version on a malformed reference id refuses the call as a whole; before, it fails its own subrequest. */
const firstVersionThatRefuses = 52;

/** @throws ApiError 400 `INVALID_INPUT` for ids that stand twice, `JSON_PARSER_ERROR` for malformed ones. */
export function requireReferenceIds(
  subrequests: readonly { readonly referenceId: string }[],
  version: ApiVersion,
): void {
  const ids = subrequests.map(({ referenceId }) => referenceId);
  const bad = ids.find((id) => !isGoodReferenceId(id));
  if (bad !== undefined && version.number >= firstVersionThatRefuses) throw badReferenceId(bad);
  requireUnique(ids);
}

/** @throws ApiError 400 `INVALID_INPUT` when an id stands twice. */
export function requireUnique(ids: readonly string[]): void {
  if (new Set(ids).size < ids.length)
    throw new ApiError(400, 'INVALID_INPUT', 'Reference ids must be unique.');
}

/** Whether an id has letters, digits and underscores only, a letter first. */
export function isGoodReferenceId(referenceId: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(referenceId);
}

/** The refusal of a malformed id. */
export function badReferenceId(referenceId: string): ApiError {
  return new ApiError(400, 'JSON_PARSER_ERROR', `The reference id ${referenceId} is not alphanumeric.`);
}
