import type { z } from 'zod';
import type { ConfigurationProblem } from '../../contract/failure.ts';
import type { AuthenticationType } from './authentication-schema.ts';
import type { connectionSchema } from './connection-schema.ts';
import { isStandardHost } from './server-host.ts';

type ParsedFields = z.output<typeof connectionSchema>;

/** What one way of logging in makes of the fields that all share. */
interface FieldUse {
  readonly username: boolean;
  /** Password, and the security token behind it. */
  readonly password: boolean;
  /** Whether login.salesforce.com and test.salesforce.com will do. */
  readonly standardHost: boolean;
  /** Secret fields of its own, below `authentication`. */
  readonly secrets: readonly string[];
}

/** Which fields each way of logging in uses. */
export const fieldUse: Readonly<Record<AuthenticationType, FieldUse>> = {
  'soap-login': { username: true, password: true, standardHost: true, secrets: [] },
  'oauth-client-credentials': {
    username: false,
    password: false,
    standardHost: false,
    secrets: ['clientSecret'],
  },
  'oauth-jwt-bearer': {
    username: true,
    password: false,
    standardHost: true,
    secrets: ['privateKey', 'privateKeyPassphrase'],
  },
  'oauth-username-password': {
    username: true,
    password: true,
    standardHost: true,
    secrets: ['clientSecret'],
  },
  'oauth-refresh-token': {
    username: false,
    password: false,
    standardHost: true,
    secrets: ['clientSecret', 'refreshToken'],
  },
  bearer: { username: false, password: false, standardHost: false, secrets: ['accessToken'] },
};

/** What is wrong with fields that are fine each by itself. */
export function problemsBetweenFields(fields: ParsedFields, host: URL): readonly ConfigurationProblem[] {
  const { authentication, tls } = fields;
  const use = fieldUse[authentication.type];
  const problems: ConfigurationProblem[] = [];
  const require = (isThere: boolean, path: string, message: string): void => {
    if (!isThere) problems.push({ path, message });
  };
  const missing = `is missing; ${authentication.type} needs it`;
  require(!use.username || fields.username !== undefined, 'username', missing);
  require(!use.password || fields.password !== undefined, 'password', missing);
  require(use.standardHost ||
    !isStandardHost(
      host,
    ), 'serverHost', `must be the My Domain host of the org (https://NAME.my.salesforce.com); ${authentication.type} does not work with ${host.hostname}`);
  if (authentication.type === 'oauth-jwt-bearer') {
    const { privateKey, privateKeyFile } = authentication;
    require((privateKey === undefined) !==
      (privateKeyFile ===
        undefined), 'authentication.privateKey', 'give either `privateKey` or `privateKeyFile`');
  }
  for (const name of ['ca', 'certificate', 'key'] as const) {
    const both = tls[name] !== undefined && tls[`${name}File`] !== undefined;
    require(!both, `tls.${name}`, `give either \`${name}\` or \`${name}File\``);
  }
  const hasCertificate = (tls.certificate ?? tls.certificateFile) !== undefined;
  const hasKey = (tls.key ?? tls.keyFile) !== undefined;
  require(!hasCertificate || hasKey, 'tls.key', 'is missing; the client certificate needs it');
  require(hasCertificate || !hasKey, 'tls.certificate', 'is missing; its key is there');
  return problems;
}

/** What a user should know about fields that work but do not do what they may look like. */
export function notesOnFields(fields: ParsedFields, host: URL): readonly string[] {
  const { type } = fields.authentication;
  const use = fieldUse[type];
  const unused = [
    ...(fields.username !== undefined && !use.username ? ['username'] : []),
    ...(fields.password !== undefined && !use.password ? ['password'] : []),
    ...(fields.securityToken !== '' && !use.password ? ['securityToken'] : []),
  ];
  return [
    ...(fields.sandbox && !isStandardHost(host)
      ? [`\`sandbox\` changes nothing here: ${host.host} is no standard host and is kept as it is.`]
      : []),
    ...(unused.length > 0 ? [`${type} does not use ${unused.map((path) => `\`${path}\``).join(', ')}.`] : []),
    ...(fields.allowInsecureHttp && host.protocol === 'http:'
      ? [`${host.host} is reached by plain http: passwords and records can be read on the way.`]
      : []),
  ];
}
