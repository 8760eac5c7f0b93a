import type { LoginParts } from './login-parts.ts';
import type { OrgSession } from '../session/org-session.ts';

/**
 * Logs in once, in the way that the connection is set to. Each way is loaded when it is used, so that commands that
 * never log in start faster.
 *
 * @throws ConnectorError whose codes the module of each way lists; none holds a secret
 */
export async function logIn(parts: LoginParts): Promise<OrgSession> {
  const { transport, options } = parts;
  const { authentication } = options;
  switch (authentication.type) {
    case 'soap-login': {
      const { soapLogin } = await import('./soap-login.ts');
      return soapLogin(transport, options);
    }
    case 'oauth-client-credentials': {
      const { logInWithClientCredentials } = await import('./client-credentials.ts');
      return logInWithClientCredentials(parts, authentication);
    }
    case 'oauth-jwt-bearer': {
      const { logInWithAssertion } = await import('./jwt-bearer.ts');
      return logInWithAssertion(parts, authentication);
    }
    case 'oauth-username-password': {
      const { logInWithPassword } = await import('./username-password.ts');
      return logInWithPassword(parts, authentication);
    }
    case 'oauth-refresh-token': {
      const { logInWithRefreshToken } = await import('./refresh-token.ts');
      return logInWithRefreshToken(parts, authentication);
    }
    case 'bearer': {
      const { sessionOfBearer } = await import('./bearer.ts');
      return sessionOfBearer(parts, authentication);
    }
  }
}
