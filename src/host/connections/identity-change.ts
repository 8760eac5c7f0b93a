import type { Fields } from './field-path.ts';
import { inOrder } from './identity-seal.ts';
import type { SavedFor } from './saved-for.ts';

/** Longer values, such as certificates, are told apart by their length. */
const maxShown = 200;

/** Whom a connection logs in as now, and where. */
export interface IdentityNow {
  /** The identity fields as written, by path. */
  readonly typed: Fields;
  /** The same with variables replaced, and what the connector makes of them; `undefined` while one has no value. */
  readonly resolved: SavedFor['resolved'] | undefined;
  /** Paths among them that show in neither host nor user. */
  readonly routeFields: readonly string[];
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
  const { host, user, trust, variables = {} } = now.resolved;
  const replaced =
    typed.length > 0 ? [] : paths.filter((path) => saved.resolved.variables?.[path] !== variables[path]);
  const through = replaced.length === 0 ? '' : ` through ${replaced.join(', ')}`;
  const changes = [
    ...typed,
    ...(saved.resolved.host === host ? [] : [`the host was ${saved.resolved.host} and is ${host}${through}`]),
    ...(saved.resolved.user === user
      ? []
      : [`the user was ${shown(saved.resolved.user)} and is ${shown(user)}${through}`]),
    ...(saved.resolved.trust === trust || typed.length > 0
      ? []
      : [`the trusted authorities are others${through}`]),
  ];
  if (changes.length > 0) return changes;
  return replaced
    .filter((path) => now.routeFields.includes(path))
    .map((path) => `${path} became another through its variable`);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(inOrder(one ?? null)) === JSON.stringify(inOrder(other ?? null));
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'empty';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > maxShown || text.includes('\n') ? `a text of ${text.length} characters` : text;
}
