import { ApiError } from '../server/api-error.ts';

const reference = /@\{([A-Za-z0-9_]+)((?:\.[A-Za-z0-9_]+|\[\d+\])+)\}/g;

/** Bodies of the subrequests so far, by reference id. */
export type AnsweredBodies = ReadonlyMap<string, unknown>;

/**
 * Replaces every `@{referenceId.path}` in the strings of a JSON value. Names are case-sensitive: `id` after a
 * create, `Id` after a retrieve.
 * @throws ApiError 400 `PROCESSING_HALTED` when a reference leads nowhere.
 */
export function resolveReferences(value: unknown, bodies: AnsweredBodies): unknown {
  if (typeof value === 'string') return resolveText(value, bodies);
  if (Array.isArray(value)) return value.map((item: unknown) => resolveReferences(item, bodies));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, resolveReferences(inner, bodies)]),
  );
}

/** The same for one text, a subrequest's URL for instance. */
export function resolveText(text: string, bodies: AnsweredBodies): string {
  return text.replace(reference, (whole, referenceId: string, path: string) => {
    const found = follow(bodies.get(referenceId), path);
    if (typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean')
      return String(found);
    throw new ApiError(
      400,
      'PROCESSING_HALTED',
      `Invalid reference specified. No value for ${whole.slice(2, -1)} found`,
    );
  });
}

function follow(body: unknown, path: string): unknown {
  let current = body;
  for (const [, name, index] of path.matchAll(/\.([A-Za-z0-9_]+)|\[(\d+)\]/g)) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[name ?? index ?? ''];
  }
  return current;
}
