import { createHmac } from 'node:crypto';
import type { OrgRequest } from '../server/org-request.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import type { OAuthClient } from './oauth-client.ts';
import type { OrgAuth } from './org-auth.ts';
import type { OrgUser } from './org-user.ts';

/** What is granted to whom. */
export interface GrantedToken {
  readonly request: OrgRequest;
  readonly client: OAuthClient;
  readonly user: OrgUser;
  /** The refresh token by which it is granted. */
  readonly refreshedBy?: string;
  /** The refresh token to use from now on, where it has changed. */
  readonly newRefreshToken?: string;
}

/**
 * Starts a session and tells of it. There is no `expires_in`: clients learn from a 401 that the session is over.
 */
export function tokenResponse(auth: OrgAuth, granted: GrantedToken): OrgResponse {
  const { user, client, refreshedBy, newRefreshToken } = granted;
  const { origin } = granted.request.url;
  const session = auth.sessions.start({
    id: user.id,
    permissions: user.permissions,
    passwordExpired: false,
  });
  if (refreshedBy !== undefined) auth.refreshTokens.addSession(refreshedBy, session.id);
  const id = `${origin}/id/${auth.organizationId}/${user.id}`;
  const issuedAt = String(auth.clock.now());
  const signature = createHmac('sha256', client.clientSecret)
    .update(id + issuedAt)
    .digest('base64');
  const token = {
    access_token: session.id,
    ...(newRefreshToken === undefined ? {} : { refresh_token: newRefreshToken }),
    signature,
    scope: refreshedBy === undefined ? 'api' : 'refresh_token api',
    instance_url: origin,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
    api_instance_url: origin,
  };
  return json(200, token, { 'Cache-Control': 'no-store' });
}
