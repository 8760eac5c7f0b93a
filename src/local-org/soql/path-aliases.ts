import type { ParsedSoql } from './parse-soql.ts';

/**
 * The aliases of FROM with the paths from the root that they stand for: `''` for the root itself. A path may begin
 * with the object, its alias, or an alias before it (`FROM Contact c, c.Account a, a.Owner o`).
 */
export function aliasPaths({ query, pathAliases }: ParsedSoql): ReadonlyMap<string, string> {
  const own = query.sObjectAlias?.toLowerCase();
  const paths = new Map<string, string>(own === undefined ? [] : [[own, '']]);
  const roots = new Map([[(query.sObject ?? '').toLowerCase(), '']]);
  for (const [alias, path] of pathAliases) {
    const [first = '', ...rest] = path.split('.');
    const start = paths.get(first.toLowerCase()) ?? roots.get(first.toLowerCase()) ?? first;
    paths.set(alias, [...start.split('.'), ...rest].filter(Boolean).join('.'));
  }
  return paths;
}
