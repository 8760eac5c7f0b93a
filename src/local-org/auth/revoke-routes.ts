import type { OrgRequest } from '../server/org-request.ts';
import { empty, type OrgResponse } from '../server/org-response.ts';
import { readText } from '../server/read-body.ts';
import type { Route } from '../server/route-table.ts';
import { answerOAuth, OAuthRefusal } from './oauth-refusal.ts';
import type { OrgAuth } from './org-auth.ts';
import { maxFormBytes } from './token-endpoint.ts';

/**
 * `/services/oauth2/revoke`, by form or by `?token=`: ends a session, or a refresh token with all the sessions it
 * brought. A token that means nothing is 400 `invalid_token`.
 */
export function revokeRoutes(auth: OrgAuth): Route[] {
  const pattern = '/services/oauth2/revoke';
  return [
    {
      method: 'POST',
      pattern,
      handle: (request) =>
        answerOAuth(async () => {
          const form = new URLSearchParams(await readText(request, maxFormBytes));
          return revoke(auth, form.get('token') ?? tokenInUrl(request));
        }),
    },
    {
      method: 'GET',
      pattern,
      handle: (request) => answerOAuth(() => Promise.resolve(revoke(auth, tokenInUrl(request)))),
    },
  ];
}

function tokenInUrl({ url }: OrgRequest): string {
  return url.searchParams.get('token') ?? '';
}

function revoke(auth: OrgAuth, token: string): OrgResponse {
  if (auth.sessions.expiryOf(token) !== undefined) {
    auth.sessions.end(token);
  } else if (auth.refreshTokens.approvalOf(token) !== undefined) {
    for (const sessionId of auth.refreshTokens.revoke(token)) auth.sessions.end(sessionId);
  } else {
    throw new OAuthRefusal('invalid_token', 'invalid token');
  }
  return empty(200);
}
