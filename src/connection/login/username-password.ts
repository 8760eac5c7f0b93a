import type { OrgSession } from '../session/org-session.ts';
import type { ClientCredentials } from './client-credentials.ts';
import type { LoginParts } from './login-parts.ts';
import { requestToken } from './oauth-token-call.ts';
import { sessionOfToken } from './token-answer.ts';

/**
 * Logs in once with username, password and security token, by the leave of an app.
 *
 * @throws ConnectorError as `requestToken` does
 */
export async function logInWithPassword(
  parts: LoginParts,
  { clientId, clientSecret }: ClientCredentials,
): Promise<OrgSession> {
  const { username, password, securityToken } = parts.options;
  const answer = await requestToken(parts, {
    grant_type: 'password',
    client_id: clientId,
    client_secret: clientSecret,
    username,
    password: password + securityToken,
  });
  return sessionOfToken(answer, parts.options);
}
