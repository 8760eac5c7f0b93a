import { MethodNotAllowed, notFound } from './api-error.ts';
import type { OrgRequest } from './org-request.ts';
import type { OrgResponse } from './org-response.ts';

/** Values of the `:name` segments of a pattern, percent-decoded. */
export type PathParams = ReadonlyMap<string, string>;

/**
 * A method and a path pattern (`/services/data/:version/limits`) with what it leads to. The method `*` is every method;
 * a pattern that ends in `/*` also takes every path below.
 */
export interface RouteKey {
  readonly method: string;
  readonly pattern: string;
}

/** A route of the server. */
export interface Route extends RouteKey {
  readonly handle: (request: OrgRequest, params: PathParams) => OrgResponse | Promise<OrgResponse>;
}

/** The entry that a path leads to, with its parameters. */
export interface RouteMatch<T extends RouteKey> {
  readonly route: T;
  readonly params: PathParams;
}

/** Finds the route of a path. Patterns that stand first win; one trailing slash is ignored. */
export class RouteTable<T extends RouteKey> {
  readonly #entries: readonly { route: T; segments: readonly string[] }[];

  constructor(routes: readonly T[]) {
    this.#entries = routes.map((route) => ({ route, segments: route.pattern.split('/') }));
  }

  /** @throws ApiError 404 `NOT_FOUND` for an unknown path, 405 `METHOD_NOT_ALLOWED` for a known one. */
  find(method: string, path: string): RouteMatch<T> {
    const segments = path.replace(/(?<=.)\/$/, '').split('/');
    const allowed: string[] = [];
    for (const entry of this.#entries) {
      const params = match(entry.segments, segments);
      if (params === undefined) continue;
      if (entry.route.method === method || entry.route.method === '*') return { route: entry.route, params };
      allowed.push(entry.route.method);
    }
    if (allowed.length === 0) throw notFound();
    throw new MethodNotAllowed(method, [...new Set(allowed)]);
  }
}

/** The value of a parameter that the route's own pattern names. */
export function param(params: PathParams, name: string): string {
  const value = params.get(name);
  if (value === undefined) throw notFound();
  return value;
}

function match(pattern: readonly string[], segments: readonly string[]): PathParams | undefined {
  if (pattern.at(-1) === '*') {
    const head = pattern.slice(0, -1);
    return match(head, segments.slice(0, head.length));
  }
  if (pattern.length !== segments.length) return undefined;
  const params = new Map<string, string>();
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (!expected.startsWith(':')) {
      if (segment !== expected) return undefined;
      continue;
    }
    const value = decode(segment);
    if (value === undefined || value === '') return undefined;
    params.set(expected.slice(1), value);
  }
  return params;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
