import type { SignInReason } from '../auth/sign-in-refusal.ts';
import { SoapFault } from './soap-fault.ts';

const badLogin = 'Invalid username, password, security token; or user locked out.';

const newLocation =
  `${badLogin} Are you at a new location? When accessing Salesforce--either via a desktop client or the ` +
  "API--from outside of your company's trusted networks, you must add a security token to your password " +
  'to log in. To get your new security token, log in to Salesforce. From your personal settings, enter ' +
  'Reset My Security Token in the Quick Find box, then select Reset My Security Token.';

const faults: Readonly<Record<SignInReason, readonly [code: string, message: string]>> = {
  refused: ['INVALID_LOGIN', badLogin],
  'token-missing': ['LOGIN_MUST_USE_SECURITY_TOKEN', newLocation],
  inactive: ['INVALID_LOGIN', badLogin],
  'locked-out': ['PASSWORD_LOCKOUT', 'The password is locked out after too many attempts.'],
  'restricted-address': ['LOGIN_DURING_RESTRICTED_DOMAIN', 'The login is not allowed from this IP address.'],
  'restricted-time': ['LOGIN_DURING_RESTRICTED_TIME', 'The login is not allowed at this time.'],
  'rate-exceeded': ['INVALID_LOGIN', 'Login Rate Exceeded'],
};

/** What SOAP `login()` says of a user who may not sign in. */
export function loginFault(reason: SignInReason): SoapFault {
  const [code, message] = faults[reason];
  return new SoapFault(code, message, 'LoginFault');
}
