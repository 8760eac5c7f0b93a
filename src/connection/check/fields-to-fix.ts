import type { ErrorCode } from '../../errors/catalogue.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { AuthenticationType } from '../options/authentication-schema.ts';
import type { ResolvedConnectionOptions } from '../options/connection-options.ts';
import { isStandardHost } from '../options/server-host.ts';

type Paths = readonly string[];

const host: Paths = ['serverHost', 'sandbox'];
const address: Paths = ['serverHost', 'proxy'];
const type: Paths = ['authentication.type'];

/** What proves who one is, most likely wrong first. */
const credentials: Readonly<Record<AuthenticationType, Paths>> = {
  'soap-login': ['password', 'securityToken', 'username', ...host],
  'oauth-client-credentials': ['authentication.clientId', 'authentication.clientSecret', 'serverHost'],
  'oauth-jwt-bearer': [
    'username',
    'authentication.clientId',
    'authentication.privateKey',
    'authentication.privateKeyFile',
    'authentication.audience',
    ...host,
  ],
  'oauth-username-password': [
    'password',
    'securityToken',
    'username',
    'authentication.clientId',
    'authentication.clientSecret',
    ...host,
  ],
  'oauth-refresh-token': [
    'authentication.refreshToken',
    'authentication.clientId',
    'authentication.clientSecret',
    ...host,
  ],
  bearer: ['authentication.accessToken', 'serverHost'],
};

/** Who one is; the org may be set up otherwise for somebody else. */
const identity: Readonly<Record<AuthenticationType, Paths>> = {
  'soap-login': ['username'],
  'oauth-client-credentials': ['authentication.clientId'],
  'oauth-jwt-bearer': ['username', 'authentication.clientId'],
  'oauth-username-password': ['username', 'authentication.clientId'],
  'oauth-refresh-token': ['authentication.refreshToken', 'authentication.clientId'],
  bearer: ['authentication.accessToken'],
};

type Fields = Paths | Readonly<Record<AuthenticationType, Paths>>;

/** Error code × way of logging in → the fields that are likely wrong. Without an entry: no field is. */
const fieldsByCode: Readonly<Partial<Record<ErrorCode, Fields>>> = {
  'invalid-login': credentials,
  'login-refused': credentials,
  'security-token-required': ['securityToken'],
  'login-challenge-issued': ['securityToken'],
  'login-challenge-pending': ['securityToken'],
  'password-expired': ['password', 'securityToken'],
  'user-locked-out': ['password', 'securityToken', 'username'],
  'login-address-not-allowed': identity,
  'login-time-not-allowed': identity,
  'login-not-permitted': identity,
  'api-not-enabled': identity,
  'permission-denied': identity,
  'login-rate-exceeded': identity,
  'sso-unavailable': identity,
  'org-locked': [...host, 'username'],
  'trial-expired': [...host, 'username'],
  'wrong-instance': host,
  'soap-login-unavailable': type,
  'soap-login-retired': type,
  'login-version-unsupported': ['apiVersion', ...type],
  'client-not-supported': ['clientName'],
  'session-refused': credentials,
  'session-expired': credentials,
  'api-version-unsupported': ['apiVersion'],
  'login-limit-reached': ['maxLoginsPerHour'],
  'api-reserve-reached': ['apiCallReserve'],
  'insecure-host': host,
  'no-salesforce-host': address,
  'login-redirected': address,
  'unexpected-response': address,
  'network-error': [...address, 'tls'],
  'org-unavailable': address,
  'not-found': host,
};

/** What the fields to correct depend on. */
export type FixableOptions = Pick<ResolvedConnectionOptions, 'authentication' | 'loginUrl'>;

/** The fields of a connection that may have to be corrected after an error of this code, most likely first. */
export function fieldsToFix(code: ErrorCode, { authentication, loginUrl }: FixableOptions): Paths {
  const fields = fieldsByCode[code] ?? [];
  const paths = isList(fields) ? fields : fields[authentication.type];
  const isOf = (path: string): boolean => {
    // The switch does nothing for a host of the org's own.
    if (path === 'sandbox') return isStandardHost(new URL(loginUrl));
    // Of two fields that exclude each other, the one that is set.
    return !keyFields.has(path) || Object.hasOwn(authentication, path.replace('authentication.', ''));
  };
  return paths.filter(isOf);
}

/**
 * The same error with the fields to correct in `details.fields`; an error that names some already, or that has none,
 * stays as it is.
 */
export function withFieldsToFix(error: unknown, options: FixableOptions): unknown {
  if (!(error instanceof ConnectorError) || Object.hasOwn(error.details, 'fields')) return error;
  const fields = fieldsToFix(error.code, options);
  return fields.length === 0 ? error : error.withDetails({ fields });
}

const keyFields: ReadonlySet<string> = new Set([
  'authentication.privateKey',
  'authentication.privateKeyFile',
]);

function isList(fields: Fields): fields is Paths {
  return Array.isArray(fields);
}
