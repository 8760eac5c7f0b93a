import type { ErrorCode } from '../../errors/catalogue.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import { soapRetirement } from './soap-retirement.ts';

/** What a login fault means. */
export interface LoginFaultRule {
  readonly code: ErrorCode;
  readonly failure: FailureClass;
  /** Plain words for a person, without a full stop. */
  readonly message: string;
  /** Whole sentences behind the message. */
  readonly remark?: string;
  readonly retryAfterMs?: number;
}

const { sessionRefused: no, unavailable, busy, dailyLimit, serverError } = FailureClass;

const rule = (code: ErrorCode, message: string, failure: FailureClass = no): LoginFaultRule => ({
  code,
  failure,
  message,
});

/** Login faults by exception code, one error code each; {@link unknownLoginFault} is for all others. */
export const loginFaultRules: Readonly<Record<string, LoginFaultRule>> = {
  INVALID_LOGIN: rule(
    'invalid-login',
    'The org did not accept username, password and security token, or the user is locked or inactive',
  ),
  LOGIN_MUST_USE_SECURITY_TOKEN: rule(
    'security-token-required',
    'The org wants the security token with the password, because it does not trust this network address',
  ),
  LOGIN_CHALLENGE_ISSUED: rule(
    'login-challenge-issued',
    'The org wants a security token with the password and has just mailed one to the user',
  ),
  LOGIN_CHALLENGE_PENDING: rule(
    'login-challenge-pending',
    'The org wants a security token with the password and has not yet mailed one to the user',
  ),
  LOGIN_DURING_RESTRICTED_DOMAIN: rule(
    'login-address-not-allowed',
    "This network address is outside the login IP ranges of the user's profile",
  ),
  LOGIN_DURING_RESTRICTED_TIME: rule(
    'login-time-not-allowed',
    "This time is outside the login hours of the user's profile",
  ),
  PASSWORD_LOCKOUT: rule('user-locked-out', 'The user is locked after too many failed logins'),
  ORG_LOCKED: rule('org-locked', 'The org is locked'),
  ORG_NOT_OWNED_BY_INSTANCE: rule('wrong-instance', 'The org does not live behind this host'),
  TRIAL_EXPIRED: rule('trial-expired', 'The trial of the org has ended'),
  API_DISABLED_FOR_ORG: rule(
    'api-not-enabled',
    'The org has no API for this user: neither every edition nor every user has it',
  ),
  API_CURRENTLY_DISABLED: rule(
    'api-switched-off',
    'The API of the org is switched off for the moment',
    unavailable,
  ),
  INVALID_OPERATION_WITH_EXPIRED_PASSWORD: rule('password-expired', 'The password of the user has expired'),
  INVALID_OPERATION: {
    ...rule('soap-login-unavailable', 'The org has SOAP API login() switched off'),
    remark: soapRetirement,
  },
  UNSUPPORTED_API_VERSION: {
    ...rule('login-version-unsupported', 'The org does not take SOAP logins of this version any more'),
    remark: soapRetirement,
  },
  INSUFFICIENT_ACCESS: rule(
    'login-not-permitted',
    'The org lets only users with the permission "Use Any API Auth" log in this way',
  ),
  SSO_SERVICE_DOWN: rule(
    'sso-unavailable',
    'The single sign-on service behind the org did not answer',
    unavailable,
  ),
  SERVER_UNAVAILABLE: rule(
    'org-unavailable',
    'The login service is not available for the moment',
    unavailable,
  ),
  UNKNOWN_EXCEPTION: rule('org-unavailable', 'The login service met a defect of its own', serverError),
  REQUEST_LIMIT_EXCEEDED: rule('api-limit-reached', 'The org has used up its API calls for now', dailyLimit),
  UNSUPPORTED_CLIENT: rule('client-not-supported', 'The org does not accept this client'),
};

const hourMs = 3_600_000;

/** Conditions that share an exception code with another one; only the words of the org tell them apart. */
const rulesByText: readonly {
  readonly faultCode: string;
  readonly text: RegExp;
  readonly rule: LoginFaultRule;
}[] = [
  {
    faultCode: 'INVALID_OPERATION',
    text: /not available in the API version/iu,
    rule: {
      ...rule('soap-login-retired', 'The org has no SOAP login in the version that this connection uses'),
      remark: soapRetirement,
    },
  },
  {
    faultCode: 'INVALID_LOGIN',
    text: /login rate exceeded|number of logins exceeded/iu,
    rule: {
      ...rule(
        'login-rate-exceeded',
        'The user has logged in too often within an hour (Salesforce allows 3,600) and is shut out for one',
        dailyLimit,
      ),
      retryAfterMs: hourMs,
    },
  },
  {
    faultCode: 'REQUEST_LIMIT_EXCEEDED',
    text: /ConcurrentRequests/u,
    rule: rule('too-many-concurrent-requests', 'The org works on too many calls at the moment', busy),
  },
];

const unknownLoginFault: LoginFaultRule = rule('login-refused', 'The org refused the login');

/** What a login fault means. `message` is the org's own; it is looked at only where one code has two meanings. */
export function loginFaultRule(faultCode: string, message: string): LoginFaultRule {
  const byText = rulesByText.find((entry) => entry.faultCode === faultCode && entry.text.test(message));
  if (byText !== undefined) return byText.rule;
  const known = Object.hasOwn(loginFaultRules, faultCode) ? loginFaultRules[faultCode] : undefined;
  if (known !== undefined) return known;
  return { ...unknownLoginFault, ...(message === '' ? {} : { remark: `It said: ${message.slice(0, 300)}` }) };
}
