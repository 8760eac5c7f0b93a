import type { OrgSession } from '../session/org-session.ts';
import type { LoginParts } from './login-parts.ts';
import { requestToken } from './oauth-token-call.ts';
import { sessionOfToken } from './token-answer.ts';

/** The fields of a connection that logs in with client credentials. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Logs in once as the user that the app is set to run as.
 *
 * @throws ConnectorError as `requestToken` does
 */
export async function logInWithClientCredentials(
  parts: LoginParts,
  { clientId, clientSecret }: ClientCredentials,
): Promise<OrgSession> {
  const answer = await requestToken(parts, {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  return sessionOfToken(answer, parts.options);
}
