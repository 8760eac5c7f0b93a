import type { OrgResponse } from '../server/org-response.ts';
import { clientOf } from './client-of.ts';
import { OAuthRefusal } from './oauth-refusal.ts';
import type { OrgAuth } from './org-auth.ts';
import { requireGrant } from './require-grant.ts';
import { admit } from './sign-in.ts';
import type { TokenRequest } from './token-endpoint.ts';
import { tokenResponse } from './token-response.ts';

/**
 * A new session for a refresh token. With rotation a token works once; who comes with one that has a successor already
 * must have stolen it or been stolen from: then the successor and all sessions end too.
 */
export function refreshGrant(auth: OrgAuth, { request, form }: TokenRequest): OrgResponse {
  const client = clientOf(auth.clients, request, form);
  requireGrant(client, 'refresh_token');
  const token = form.get('refresh_token') ?? '';
  const approval = auth.refreshTokens.approvalOf(token);
  if (approval?.clientId !== client.clientId) throw expired();
  if (approval.token !== token) {
    for (const sessionId of auth.refreshTokens.revoke(token)) auth.sessions.end(sessionId);
    throw expired();
  }
  const named = auth.users.named(approval.username);
  if (named === undefined) throw expired();
  const user = admit(auth, named, request.remoteAddress);
  const granted = { request, client, user, refreshedBy: token };
  if (!client.rotateRefreshTokens) return tokenResponse(auth, granted);
  return tokenResponse(auth, { ...granted, newRefreshToken: auth.refreshTokens.rotate(token) });
}

function expired(): OAuthRefusal {
  return new OAuthRefusal('invalid_grant', 'expired access/refresh token');
}
