import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import type { OrgSession } from '../session/org-session.ts';
import type { LoginParts } from './login-parts.ts';

/**
 * The session of a token that somebody else got, without any call. Its instance is the login host. A session id tells
 * of its org; nothing tells of its user.
 *
 * @throws ConnectorError `access-token-refused` when it is to replace itself: another one must be entered
 */
export function sessionOfBearer(
  { options, refused }: LoginParts,
  { accessToken }: { readonly accessToken: string },
): OrgSession {
  if (refused !== undefined) {
    throw new ConnectorError('access-token-refused', 'The org does not accept the access token any more.', {
      details: {
        failure: FailureClass.sessionRefused,
        fields: ['authentication.accessToken', 'serverHost'],
      },
    });
  }
  return {
    accessToken,
    instanceUrl: new URL(new URL(options.loginUrl).origin),
    organizationId: /^(00D[A-Za-z0-9]{12,15})!/u.exec(accessToken)?.[1],
    userId: undefined,
    sandbox: undefined,
    userInfo: undefined,
  };
}
