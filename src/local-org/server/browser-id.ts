import { randomBytes } from 'node:crypto';
import type { OrgClock } from './clock.ts';
import type { Middleware } from './middleware.ts';
import { headerOf } from './org-request.ts';

/** A recorded cookie ends 60 days after it was set. */
const lifetimeMs = 60 * 24 * 3600 * 1000;

/** Sets the cookie that Salesforce knows a browser by, for clients that do not send it. Nothing reads it. */
export function browserId(clock: OrgClock): Middleware {
  return async (request, next) => {
    const response = await next(request);
    if (/(?:^|;)\s*BrowserId=/.test(headerOf(request, 'cookie') ?? '')) return response;
    const id = randomBytes(16).toString('base64url');
    const ends = new Date(clock.now() + lifetimeMs)
      .toUTCString()
      .replace(/(\d\d) (\w{3}) (\d{4})/, '$1-$2-$3');
    const cookie = `BrowserId=${id};Path=/;Domain=.salesforce.com;Expires=${ends}`;
    return { ...response, headers: { ...response.headers, 'Set-Cookie': cookie } };
  };
}
