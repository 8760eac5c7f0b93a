import type { Grant, OAuthClient } from './oauth-client.ts';
import { OAuthRefusal } from './oauth-refusal.ts';

/**
 * [M] A flow that is switched off for an app looks like a flow that does not exist.
 * @throws OAuthRefusal `unsupported_grant_type`.
 */
export function requireGrant(client: OAuthClient, grant: Grant): void {
  if (!client.grants.includes(grant)) throw unsupportedGrant();
}

/** The refusal of a `grant_type` that nobody knows. */
export function unsupportedGrant(): OAuthRefusal {
  return new OAuthRefusal('unsupported_grant_type', 'grant type not supported');
}
