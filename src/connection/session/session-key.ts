import { createHash } from 'node:crypto';
import type { ResolvedConnectionOptions } from '../options/connection-options.ts';

/**
 * Names an identity: login host, user, client, way of logging in, and the secrets, so that a changed password is
 * another identity. Shows none of them.
 */
export function identityKey(options: ResolvedConnectionOptions): string {
  const { loginUrl, username, password, securityToken, authentication, allowInsecureHttp } = options;
  return hash([loginUrl, allowInsecureHttp, username, password, securityToken, authentication]);
}

/** Names connections of one process that may share a session: same identity, same way to the org, same keeping. */
export function sharingKey(options: ResolvedConnectionOptions): string {
  return hash([identityKey(options), options.proxy, options.tls, options.sessionCache]);
}

function hash(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
