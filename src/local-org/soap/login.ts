import { checkCredentials, type OrgIdentity } from '../auth/org-identity.ts';
import type { SoapCall, SoapParts } from './soap-call.ts';
import { SoapFault } from './soap-fault.ts';
import { userInfo } from './user-info.ts';
import { scalar } from './write-xml.ts';
import { childOf } from './xml-element.ts';

/** The last version whose SOAP API has `login()`. */
const lastLoginVersion = 64;

const badLogin = 'Invalid username, password, security token; or user locked out.';

/**
 * `login()`: checks the password with the token appended and answers a LoginResult, children in WSDL order.
 * @throws SoapFault `INVALID_LOGIN`, `LOGIN_MUST_USE_SECURITY_TOKEN`, and `INVALID_OPERATION` from 65.0 on.
 */
export function login(parts: SoapParts, call: SoapCall): string {
  parts.countLogin();
  if (call.version > lastLoginVersion) {
    throw new SoapFault(
      'INVALID_OPERATION',
      `The SOAP Login operation is not available in the API version specified (${call.version}.0). ` +
        'Refer to the documentation for supported versions.',
      'UnexpectedErrorFault',
    );
  }
  const username = childOf(call.operation, 'username')?.text ?? '';
  const password = childOf(call.operation, 'password')?.text ?? '';
  refuseUnlessAccepted(parts.identity, username, password);
  const { organizationId, userId } = parts.identity;
  const path = `${call.version}.0/${organizationId.slice(0, 15)}`;
  const letter = call.dialect === 'partner' ? 'u' : 'c';
  return [
    scalar('metadataServerUrl', `${call.origin}/services/Soap/m/${path}`),
    scalar('passwordExpired', false),
    scalar('sandbox', false),
    scalar('serverUrl', `${call.origin}/services/Soap/${letter}/${path}`),
    scalar('sessionId', parts.sessions.start(userId).id),
    scalar('userId', userId),
    `<userInfo>${userInfo(parts.identity)}</userInfo>`,
  ].join('');
}

function refuseUnlessAccepted(identity: OrgIdentity, username: string, password: string): void {
  const check = checkCredentials(identity, username, password);
  if (check === 'accepted') return;
  if (check === 'refused') throw new SoapFault('INVALID_LOGIN', badLogin, 'LoginFault');
  throw new SoapFault(
    'LOGIN_MUST_USE_SECURITY_TOKEN',
    `${badLogin} Are you at a new location? When accessing Salesforce--either via a desktop client or the ` +
      "API--from outside of your company's trusted networks, you must add a security token to your password " +
      'to log in. To get your new security token, log in to Salesforce. From your personal settings, enter ' +
      'Reset My Security Token in the Quick Find box, then select Reset My Security Token.',
    'LoginFault',
  );
}
