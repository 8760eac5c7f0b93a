import type { ConnectionIdentity } from '../../contract/connector.ts';
import type { Fields } from './field-path.ts';
import { fingerprint } from './fingerprint.ts';
import type { SavedFor } from './saved-for.ts';

/**
 * What a save notes of an identity with variables replaced. Fields that hold a variable leave a fingerprint of its
 * value: enough to notice another one, whatever the connector makes of it.
 *
 * @param typed the identity fields as written, by path
 * @param substituted the same with variables replaced
 */
export function resolvedIdentity(
  { host, user, trust }: ConnectionIdentity,
  typed: Fields,
  substituted: Fields,
): SavedFor['resolved'] {
  const variables = Object.entries(substituted)
    .filter(([path, value]) => fingerprint(value) !== fingerprint(typed[path]))
    .map(([path, value]): [string, string] => [path, fingerprint(value)]);
  return {
    host,
    user,
    ...(trust !== undefined && { trust }),
    ...(variables.length > 0 && { variables: Object.fromEntries(variables) }),
  };
}
