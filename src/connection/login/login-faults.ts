import type { ErrorCode } from '../../errors/catalogue.ts';
import { FailureClass } from '../../errors/failure-class.ts';

/** What a login fault means. */
export interface LoginFaultRule {
  readonly code: ErrorCode;
  readonly failure: FailureClass;
  /** Plain words for a person. */
  readonly message: string;
  /** Stand before the next steps of the catalogue. */
  readonly nextSteps?: readonly string[];
}

const { sessionRefused: no, unavailable, dailyLimit } = FailureClass;

const orgState: readonly string[] = [
  'Ask an administrator, or Salesforce support, about the state of the org.',
];

/** Login faults by exception code; {@link unknownLoginFault} is for all others. */
export const loginFaultRules: Readonly<Record<string, LoginFaultRule>> = {
  INVALID_LOGIN: {
    code: 'invalid-login',
    failure: no,
    message:
      'The org did not accept username, password and security token, or the user is locked or inactive',
  },
  LOGIN_MUST_USE_SECURITY_TOKEN: {
    code: 'security-token-required',
    failure: no,
    message:
      'The org wants the security token with the password, because it does not trust this network address',
  },
  LOGIN_CHALLENGE_ISSUED: {
    code: 'login-restricted',
    failure: no,
    message: 'The org wants this login confirmed and has mailed a code to the user',
    nextSteps: [
      'Log in once with a browser from this network and confirm, or trust its address range in Setup.',
    ],
  },
  LOGIN_CHALLENGE_PENDING: {
    code: 'login-restricted',
    failure: no,
    message: 'The org wants this login confirmed and has not yet mailed a code to the user',
    nextSteps: [
      'Log in once with a browser from this network and confirm, or trust its address range in Setup.',
    ],
  },
  LOGIN_DURING_RESTRICTED_DOMAIN: {
    code: 'login-restricted',
    failure: no,
    message: "This network address is outside the login IP ranges of the user's profile",
  },
  LOGIN_DURING_RESTRICTED_TIME: {
    code: 'login-restricted',
    failure: no,
    message: "This time is outside the login hours of the user's profile",
  },
  PASSWORD_LOCKOUT: {
    code: 'login-restricted',
    failure: no,
    message: 'The user is locked after too many failed logins',
    nextSteps: ['Have an administrator unlock the user, and correct the password before the next login.'],
  },
  ORG_LOCKED: {
    code: 'login-restricted',
    failure: no,
    message: 'The org is locked',
    nextSteps: orgState,
  },
  TRIAL_EXPIRED: {
    code: 'login-restricted',
    failure: no,
    message: 'The trial of the org has ended',
    nextSteps: orgState,
  },
  ORG_NOT_OWNED_BY_INSTANCE: {
    code: 'invalid-login',
    failure: no,
    message: 'The org does not live behind this host',
    nextSteps: ['Set `serverHost` to https://login.salesforce.com or to the My Domain host of the org.'],
  },
  API_DISABLED_FOR_ORG: {
    code: 'login-not-permitted',
    failure: no,
    message: 'The edition of the org has no API access',
  },
  INSUFFICIENT_ACCESS: {
    code: 'login-not-permitted',
    failure: no,
    message: 'The org lets only users with the permission "Use Any API Auth" log in this way',
  },
  UNSUPPORTED_CLIENT: {
    code: 'login-not-permitted',
    failure: no,
    message: 'The org does not accept this client',
  },
  INVALID_OPERATION_WITH_EXPIRED_PASSWORD: {
    code: 'password-expired',
    failure: no,
    message: 'The password of the user has expired',
  },
  INVALID_OPERATION: {
    code: 'soap-login-unavailable',
    failure: no,
    message: 'The org has SOAP API login() switched off',
  },
  UNSUPPORTED_API_VERSION: {
    code: 'soap-login-unavailable',
    failure: no,
    message: 'The org offers no SOAP API login() in this version',
  },
  API_CURRENTLY_DISABLED: {
    code: 'org-unavailable',
    failure: unavailable,
    message: 'The API of the org is switched off for the moment',
  },
  SERVER_UNAVAILABLE: {
    code: 'org-unavailable',
    failure: unavailable,
    message: 'The login service is not available for the moment',
  },
  SSO_SERVICE_DOWN: {
    code: 'org-unavailable',
    failure: unavailable,
    message: 'The single sign-on service behind the org did not answer',
  },
  REQUEST_LIMIT_EXCEEDED: {
    code: 'api-limit-reached',
    failure: dailyLimit,
    message: 'The org has used up its API calls or its logins for now',
  },
};

/** What a fault means that the table does not know. */
export const unknownLoginFault: LoginFaultRule = {
  code: 'invalid-login',
  failure: no,
  message: 'The org refused the login',
};
