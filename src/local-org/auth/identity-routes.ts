import { headerOf, type OrgRequest } from '../server/org-request.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import { param, type PathParams, type Route } from '../server/route-table.ts';
import { identityOf, userInfoOf } from './identity.ts';
import type { OrgAuth } from './org-auth.ts';
import type { OrgUser } from './org-user.ts';

/**
 * Who a session belongs to: the identity URL `/id/ORGANIZATION/USER`, and `/services/oauth2/userinfo`. The session comes
 * as a bearer token or as `oauth_token` or `access_token` in the query. Refusals are bare words, as those of a real org.
 */
export function identityRoutes(auth: OrgAuth): Route[] {
  const identity = (request: OrgRequest, params: PathParams): OrgResponse =>
    withUser(auth, request, (user) => {
      if (param(params, 'organization').slice(0, 15) !== auth.organizationId.slice(0, 15))
        return word(403, 'Wrong_Org');
      const asked = auth.users.withId(param(params, 'user'));
      if (asked === undefined) return word(404, 'Bad_Id');
      return asked === user ? json(200, identityOf(auth, user, request.url.origin)) : word(403, 'No_Access');
    });
  const userInfo = (request: OrgRequest): OrgResponse =>
    withUser(auth, request, (user) => json(200, userInfoOf(auth, user, request.url.origin)));
  return ['GET', 'POST'].flatMap((method) => [
    { method, pattern: '/id/:organization/:user', handle: identity },
    { method, pattern: '/services/oauth2/userinfo', handle: userInfo },
  ]);
}

function withUser(auth: OrgAuth, request: OrgRequest, answer: (user: OrgUser) => OrgResponse): OrgResponse {
  const { searchParams } = request.url;
  const token =
    /^(?:Bearer|OAuth) +(\S+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1] ??
    searchParams.get('oauth_token') ??
    searchParams.get('access_token');
  if (token === null) return word(403, 'Missing_OAuth_Token');
  const session = auth.sessions.use(token);
  const user = session?.passwordExpired === false ? auth.users.withId(session.userId) : undefined;
  return user === undefined ? word(403, 'Bad_OAuth_Token') : answer(user);
}

function word(status: number, text: string): OrgResponse {
  return { status, body: { kind: 'text', contentType: 'text/html;charset=UTF-8', text } };
}
