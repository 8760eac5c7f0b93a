import type { ConnectionIdentity } from '../../contract/connector.ts';
import { isFields, type Fields } from './field-path.ts';
import { inOrder } from './identity-seal.ts';
import type { SavedFor } from './saved-for.ts';

/** Longer values, such as certificates, are told apart by their length. */
const maxShown = 200;

/** Whom a connection logs in as now, and where. */
export interface IdentityNow {
  /** The identity fields as written, by path. */
  readonly typed: Fields;
  /** What the connector makes of them; `undefined` while a variable has no value. */
  readonly resolved: Pick<ConnectionIdentity, 'host' | 'user' | 'trust'> | undefined;
}

/**
 * What changed since a connection was saved, as words for the user; none when nothing did. A change that comes
 * through a variable names the fields that hold one.
 */
export function identityChanges(saved: SavedFor, now: IdentityNow): readonly string[] {
  const paths = [...new Set([...Object.keys(saved.typed), ...Object.keys(now.typed)])];
  const typed = paths
    .filter((path) => !isSame(saved.typed[path], now.typed[path]))
    .map((path) => `${path} was ${shown(saved.typed[path])} and is ${shown(now.typed[path])}`);
  if (now.resolved === undefined) return typed;
  const variables = paths.filter((path) => isVariable(now.typed[path]));
  const through = typed.length > 0 || variables.length === 0 ? '' : ` through ${variables.join(', ')}`;
  const { host, user, trust } = now.resolved;
  return [
    ...typed,
    ...(saved.resolved.host === host ? [] : [`the host was ${saved.resolved.host} and is ${host}${through}`]),
    ...(saved.resolved.user === user
      ? []
      : [`the user was ${shown(saved.resolved.user)} and is ${shown(user)}${through}`]),
    ...(saved.resolved.trust === trust || typed.length > 0
      ? []
      : [`the trusted authorities are others${through}`]),
  ];
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(inOrder(one ?? null)) === JSON.stringify(inOrder(other ?? null));
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'empty';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > maxShown || text.includes('\n') ? `a text of ${text.length} characters` : text;
}

function isVariable(value: unknown): boolean {
  return isFields(value) || (typeof value === 'string' && value.includes('['));
}
