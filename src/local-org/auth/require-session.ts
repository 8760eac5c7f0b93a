import { ApiError } from '../server/api-error.ts';
import type { Middleware } from '../server/middleware.ts';
import { headerOf, type OrgRequest } from '../server/org-request.ts';
import type { Session, Sessions } from './sessions.ts';

/** Everything but the list of versions needs a session; a call that has one counts against the daily limit. */
export function requireSession(sessions: Sessions, countApiCall: () => void): Middleware {
  return (request, next) => {
    if (!isVersionedPath(request)) return next(request);
    const sessionId = sessionIdOf(request);
    const session = sessionId === undefined ? undefined : sessions.use(sessionId);
    if (session === undefined) throw new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    refuseUnlessForRest(session);
    countApiCall();
    return next({ ...request, session });
  };
}

/** @throws ApiError 401 `INVALID_AUTH_HEADER` for another scheme than Bearer and OAuth, or for one without a token. */
function sessionIdOf(request: OrgRequest): string | undefined {
  const header = headerOf(request, 'authorization');
  if (header === undefined) return undefined;
  const sessionId = /^(?:Bearer|OAuth) +(\S+)$/i.exec(header)?.[1];
  if (sessionId === undefined) throw new ApiError(401, 'INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE');
  return sessionId;
}

/** The 401 that no new login cures, and the 403 of users who may not use the API. */
function refuseUnlessForRest({ passwordExpired, permissions }: Session): void {
  if (passwordExpired) {
    throw new ApiError(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API');
  }
  if (permissions.has('ApiEnabled')) return;
  throw new ApiError(403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.');
}

/** Whether the path lies behind `/services/data/vNN.0`. */
export function isVersionedPath({ url }: Pick<OrgRequest, 'url'>): boolean {
  return /^\/services\/data\/[^/]+/.test(url.pathname);
}
