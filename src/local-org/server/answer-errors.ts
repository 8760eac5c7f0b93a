import { SoqlError } from '../records/org-database.ts';
import { ApiError, MethodNotAllowed, missingResource } from './api-error.ts';
import type { Middleware } from './middleware.ts';
import { json, type OrgResponse } from './org-response.ts';

/** Turns what handlers throw into answers. A defect of the local org itself is a 500 `UNKNOWN_EXCEPTION`. */
export const answerErrors: Middleware = async (request, next) => {
  try {
    return await next(request);
  } catch (error) {
    return errorResponse(error);
  }
};

/** The answer for anything that was thrown. */
export function errorResponse(error: unknown): OrgResponse {
  if (error instanceof MethodNotAllowed) {
    return json(error.status, [itemOf(error)], { Allow: error.allowed.join(', ') });
  }
  if (error instanceof ApiError) {
    return json(error.status, [itemOf(error)]);
  }
  if (error instanceof SoqlError) {
    return json(400, [{ message: error.message, errorCode: error.errorCode }]);
  }
  const message = error instanceof Error ? error.message : 'An unexpected error occurred';
  return json(500, [{ message, errorCode: 'UNKNOWN_EXCEPTION' }]);
}

/** A missing resource is told code first, everything else message first (fixtures/wire/rest/composite-*.json). */
function itemOf({ message, errorCode, fields }: ApiError): Record<string, unknown> {
  if (message === missingResource) return { errorCode, message };
  return fields === undefined ? { message, errorCode } : { message, errorCode, fields };
}
