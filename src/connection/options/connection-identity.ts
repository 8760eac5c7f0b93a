import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ConnectionIdentity } from '../../contract/connector.ts';
import type { ResolvedConnectionOptions } from './connection-options.ts';
import { fieldUse } from './field-rules.ts';

/** Paths of the fields that decide whom a connection logs in as, and where. */
export const identityFields: readonly string[] = [
  'serverHost',
  'sandbox',
  'username',
  'authentication.clientId',
];

/**
 * Paths of the fields that decide by which way secrets travel. Authorities are among them: whoever adds one can stand in
 * for any host. So is the proxy, which gets a user name and a password of its own.
 */
export const routeFields: readonly string[] = [
  'authentication.type',
  'authentication.audience',
  'authentication.privateKeyFile',
  'proxy.url',
  'proxy.username',
  'tls.ca',
  'tls.caFile',
  'allowInsecureHttp',
];

/**
 * Whom the secrets of a connection belong to. Reads `tls.caFile`, because another authority in the same file is another
 * authority; where it cannot be read, its path has to do.
 */
export function identityOf(options: ResolvedConnectionOptions): ConnectionIdentity {
  const { authentication, loginUrl, username, tls, proxy } = options;
  const trusted = [tls.ca, tls.caFile, contentOf(tls.caFile)].filter((text) => text !== undefined);
  const use = fieldUse[authentication.type];
  return {
    host: loginUrl,
    user: [username, 'clientId' in authentication ? authentication.clientId : '']
      .filter(Boolean)
      .join(' by '),
    ...(trusted.length > 0 && { trust: createHash('sha256').update(trusted.join('\n')).digest('hex') }),
    secretFields: [
      ...(use.password ? ['password', 'securityToken'] : []),
      ...use.secrets
        .filter((name) => Object.hasOwn(authentication, name))
        .map((name) => `authentication.${name}`),
      ...(typeof proxy === 'object' && proxy.password !== undefined ? ['proxy.password'] : []),
    ],
  };
}

function contentOf(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
