import { json, type OrgResponse } from '../server/org-response.ts';
import { readText } from '../server/read-body.ts';
import type { Route } from '../server/route-table.ts';
import { clientOf } from './client-of.ts';
import { answerOAuth } from './oauth-refusal.ts';
import type { OrgAuth } from './org-auth.ts';
import { maxFormBytes } from './token-endpoint.ts';

/** `POST /services/oauth2/introspect`: whether a token lives, and whose it is. Takes the client's id and secret. */
export function introspectRoutes(auth: OrgAuth): Route[] {
  return [
    {
      method: 'POST',
      pattern: '/services/oauth2/introspect',
      handle: (request) =>
        answerOAuth(async () => {
          const form = new URLSearchParams(await readText(request, maxFormBytes));
          const client = clientOf(auth.clients, request, form);
          return introspect(auth, form.get('token') ?? '', {
            clientId: client.clientId,
            origin: request.url.origin,
          });
        }),
    },
  ];
}

function introspect(
  auth: OrgAuth,
  token: string,
  { clientId, origin }: { clientId: string; origin: string },
): OrgResponse {
  const approval = auth.refreshTokens.approvalOf(token);
  const expiresAtMs = auth.sessions.expiryOf(token);
  const userOfSession = auth.users.withId(auth.sessions.look(token)?.userId ?? '');
  const isSession = expiresAtMs !== undefined && userOfSession !== undefined;
  const user = isSession ? userOfSession : auth.users.named(approval?.username ?? '');
  if (user === undefined || (!isSession && approval?.token !== token)) return json(200, { active: false });
  return json(200, {
    active: true,
    scope: isSession ? 'api' : 'refresh_token api',
    client_id: clientId,
    username: user.username,
    sub: `${origin}/id/${auth.organizationId}/${user.id}`,
    token_type: isSession ? 'access_token' : 'refresh_token',
    ...(isSession ? { exp: Math.floor(expiresAtMs / 1000) } : {}),
  });
}
