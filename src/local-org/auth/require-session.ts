import { ApiError } from '../server/api-error.ts';
import type { Middleware } from '../server/middleware.ts';
import { headerOf, type OrgRequest } from '../server/org-request.ts';
import type { Sessions } from './sessions.ts';

/** Everything but the list of versions needs a session; a call that has one counts against the daily limit. */
export function requireSession(sessions: Sessions, countApiCall: () => void): Middleware {
  return (request, next) => {
    if (!isVersionedPath(request)) return next(request);
    const sessionId = /^(?:Bearer|OAuth) +(\S+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
    const session = sessionId === undefined ? undefined : sessions.use(sessionId);
    if (session === undefined) throw new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    countApiCall();
    return next({ ...request, session });
  };
}

/** Whether the path lies behind `/services/data/vNN.0`. */
export function isVersionedPath({ url }: Pick<OrgRequest, 'url'>): boolean {
  return /^\/services\/data\/[^/]+/.test(url.pathname);
}
