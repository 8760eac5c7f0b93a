import type { ErrorCode } from '../../errors/catalogue.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import type { AuthenticationType } from '../options/authentication-schema.ts';

/** What a refusal of the token endpoint means. */
export interface OAuthFault {
  readonly code: ErrorCode;
  readonly failure: FailureClass;
  /** Plain words for a person. */
  readonly message: string;
  /** Paths of the fields to correct, most likely first; those that a way of logging in does not have are left out. */
  readonly fields: readonly string[];
  /** Stand before the next steps of the catalogue. */
  readonly nextSteps?: readonly string[];
  /** Unless the answer says when. */
  readonly retryAfterMs?: number;
  /** A wrong clock of this machine may be the reason. */
  readonly dependsOnClock?: true;
}

/** One line of the table. */
export interface OAuthFaultRule extends OAuthFault {
  /** `error` of the answer, in lower case. */
  readonly error: string;
  /** What `error_description` must say: Salesforce has one `error` for many conditions. */
  readonly description?: RegExp;
}

const { sessionRefused: no, unavailable, serverError, dailyLimit } = FailureClass;

const clientId = 'authentication.clientId';
const clientSecret = 'authentication.clientSecret';
const key = ['authentication.privateKeyFile', 'authentication.privateKey'];
const type = 'authentication.type';
const user = ['username'];

const appAccess: OAuthFault = {
  code: 'oauth-app-not-approved',
  failure: no,
  message: 'The org has not approved this app for the user, or knows no such user',
  fields: [...user, clientId],
};
const clientUnknown: OAuthFault = {
  code: 'oauth-client-unknown',
  failure: no,
  message: 'The org knows no app with this client id',
  fields: [clientId, 'serverHost'],
};
const inactiveUser: OAuthFault = {
  code: 'oauth-user-inactive',
  failure: no,
  message: 'The user is inactive, frozen or locked',
  fields: user,
};
const flowDisabled: OAuthFault = {
  code: 'oauth-flow-disabled',
  failure: no,
  message: 'The app, or the org, has this way of logging in switched off',
  fields: [type],
};

/** Refusals of the token endpoint; the first line that fits decides. [`error`, `error_description`] → what it means. */
export const oauthFaultRules: readonly OAuthFaultRule[] = [
  {
    error: 'invalid_grant',
    description: /on this domain/iu,
    code: 'oauth-my-domain-required',
    failure: no,
    message: 'The org takes this login on its My Domain host only',
    fields: ['serverHost', 'sandbox'],
  },
  {
    error: 'invalid_grant',
    description: /client credentials user/iu,
    code: 'oauth-run-as-user-missing',
    failure: no,
    message: 'The app names no user to run as',
    fields: [clientId],
  },
  {
    error: 'invalid_grant',
    description: /invalid client/iu,
    code: 'oauth-client-secret-refused',
    failure: no,
    message: 'The org did not accept the client secret',
    fields: [clientSecret, clientId],
  },
  {
    error: 'invalid_grant',
    description: /inactive|user is (?:locked|frozen)/iu,
    ...inactiveUser,
  },
  {
    error: 'invalid_grant',
    description: /\bip\b/iu,
    code: 'login-address-not-allowed',
    failure: no,
    message: 'The app or the profile of the user does not allow logins from this network address',
    fields: [...user, clientId],
  },
  {
    error: 'invalid_grant',
    description: /login hours/iu,
    code: 'login-time-not-allowed',
    failure: no,
    message: "This time is outside the login hours of the user's profile",
    fields: user,
  },
  { error: 'invalid_grant', description: /approved/iu, ...appAccess },
  {
    error: 'invalid_grant',
    description: /audience/iu,
    code: 'oauth-audience-refused',
    failure: no,
    message: 'The audience of the assertion is not the login host of this org',
    fields: ['authentication.audience', 'serverHost', 'sandbox'],
  },
  {
    error: 'invalid_grant',
    description: /expired assertion|assertion (?:is |has )?expired|not yet valid/iu,
    code: 'oauth-assertion-expired',
    failure: no,
    message: 'The org takes the assertion, made just now, for expired',
    fields: [],
    dependsOnClock: true,
  },
  {
    error: 'invalid_grant',
    description: /assertion|signature|jwt/iu,
    code: 'oauth-assertion-refused',
    failure: no,
    message: 'The org cannot check the assertion with the certificate of the app',
    fields: [...key, clientId],
    dependsOnClock: true,
  },
  {
    error: 'invalid_grant',
    description: /token/iu,
    code: 'refresh-token-refused',
    failure: no,
    message:
      'The org does not accept the refresh token: it has expired, was revoked, or belongs to another app',
    fields: ['authentication.refreshToken', clientId, 'serverHost'],
  },
  {
    error: 'invalid_grant',
    description: /rate (?:limit )?exceeded/iu,
    code: 'login-rate-exceeded',
    failure: dailyLimit,
    message: 'The user has logged in too often within an hour and is shut out for one',
    fields: [],
    retryAfterMs: 3_600_000,
  },
  {
    error: 'invalid_grant',
    description: /password/iu,
    code: 'password-expired',
    failure: no,
    message: 'The password of the user has expired',
    fields: ['password', 'securityToken'],
  },
  { error: 'invalid_grant', description: /not (?:enabled|allowed)|disabled/iu, ...flowDisabled },
  { error: 'invalid_client_id', ...clientUnknown },
  { error: 'app_not_found', ...clientUnknown },
  {
    error: 'invalid_client',
    code: 'oauth-client-secret-refused',
    failure: no,
    message: 'The org did not accept the client secret',
    fields: [clientSecret, clientId],
  },
  { error: 'invalid_app_access', ...appAccess },
  { error: 'inactive_user', ...inactiveUser },
  { error: 'unsupported_grant_type', ...flowDisabled },
  { error: 'unauthorized_client', ...flowDisabled },
  {
    error: 'invalid_scope',
    code: 'oauth-scope-refused',
    failure: no,
    message: 'The app does not have the scopes that this login needs',
    fields: [clientId],
  },
  {
    error: 'inactive_org',
    code: 'org-locked',
    failure: no,
    message: 'The org is locked, closed or suspended',
    fields: ['serverHost'],
  },
  {
    error: 'temporarily_unavailable',
    code: 'org-unavailable',
    failure: unavailable,
    message: 'The login service is not available for the moment',
    fields: [],
  },
  {
    error: 'server_error',
    code: 'org-unavailable',
    failure: serverError,
    message: 'Something broke in the login service',
    fields: [],
  },
  {
    error: 'unknown_error',
    code: 'org-unavailable',
    failure: serverError,
    message: 'Something broke in the login service',
    fields: [],
  },
];

const unknownFault: OAuthFault = {
  code: 'oauth-login-refused',
  failure: no,
  message: 'The org refused the login',
  fields: ['password', 'securityToken', ...user, clientSecret, clientId, ...key, 'serverHost'],
};

/** What a plain no most likely means to somebody who sent a password. Counts towards locking the user. */
const passwordRefused: OAuthFault = {
  ...unknownFault,
  code: 'invalid-login',
  message:
    'The org did not accept username, password and security token, or does not let anybody log in by OAuth with them',
  nextSteps: [
    "Check in Setup > OAuth and OpenID Connect Settings that username-password flows are allowed: orgs created since Summer '23 block them.",
  ],
};

/** What a refusal means: by {@link oauthFaultRules}, or else a plain no. */
export function oauthFaultOf(error: string, description: string, how: AuthenticationType): OAuthFault {
  const name = error.toLowerCase();
  const rule = oauthFaultRules.find(
    (candidate) => candidate.error === name && (candidate.description?.test(description) ?? true),
  );
  if (rule !== undefined) return rule;
  return how === 'oauth-username-password' && name === 'invalid_grant' ? passwordRefused : unknownFault;
}
