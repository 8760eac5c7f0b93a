import { isVersionedPath } from '../auth/require-session.ts';
import type { Middleware } from '../server/middleware.ts';
import type { OrgLimits } from '../server/org-limits.ts';

/** Adds `Sforce-Limit-Info: api-usage=USED/MAX` to every answer but that of `/services/data`. */
export function limitInfo(limits: OrgLimits): Middleware {
  return async (request, next) => {
    const response = await next(request);
    if (!isVersionedPath(request) || response.status === 401) return response;
    const usage = `api-usage=${limits.used('DailyApiRequests')}/${limits.max('DailyApiRequests')}`;
    return { ...response, headers: { 'Sforce-Limit-Info': usage, ...response.headers } };
  };
}
